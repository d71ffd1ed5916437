using Spindle.Storage.Tables;

namespace Spindle.Storage.Text;

/// <summary>Cuts files of lines into ranges of bytes.</summary>
internal static class TextSplits
{
    /// <summary>Bytes of a split, about: some 100,000 rows of usual length.</summary>
    private const long SplitBytes = 8L << 20;

    /// <param name="canCut">False where a record may hold line ends, or where a line end has several bytes: in a run of them a cut could not tell which belong together.</param>
    public static IEnumerable<FileSplit> Of(TableFile file, bool canCut)
    {
        var length = file.Status.Length;
        if (length == 0)
            yield break;
        var parts = canCut && TextCompressions.Of(file.Path) == TextCompression.None ? Math.Max(1, length / SplitBytes) : 1;
        for (long part = 0; part < parts; part++)
        {
            var (start, end) = (length * part / parts, length * (part + 1) / parts);
            yield return new FileSplit(file.Path, length, file.Status.Stamp, 0, start, end, file.PartitionValues, -1, end - start);
        }
    }
}
