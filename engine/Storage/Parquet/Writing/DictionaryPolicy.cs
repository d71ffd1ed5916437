namespace Spindle.Storage.Parquet.Writing;

/// <summary>When values are worth a dictionary.</summary>
internal static class DictionaryPolicy
{
    /// <summary>More entries than this fall out of the second-level cache of whoever reads them.</summary>
    public const int MostEntries = 1 << 16;

    public const long MostBytes = 1 << 20;

    /// <summary>Values after which it is judged whether they repeat.</summary>
    private const int Sample = 16_384;

    /// <summary>True when it is clear, while values still come, that the dictionary does not pay.</summary>
    public static bool IsHopeless(int values, int entries, long bytes) =>
        entries > MostEntries || bytes > MostBytes || (values >= Sample && entries > values / 4 * 3);

    /// <summary>True when entries and codes together are clearly smaller than the plain values.</summary>
    public static bool Pays(int values, int entries, long entryBytes, long plainBytes) =>
        values > 0 && entryBytes + (long)values * RunLengthEncoder.WidthFor(Math.Max(entries - 1, 0)) / 8 < plainBytes / 5 * 4 + 16;
}
