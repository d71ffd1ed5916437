namespace Spindle.Columnar.Compression.Zstd;

/// <summary>Where the symbols of an FSE table lie: encoder and decoder agree on it.</summary>
internal static class FseSpread
{
    internal delegate void Put<TTable>(TTable table, int place, byte symbol);

    /// <summary>
    /// Symbols rarer than one in the table take its last places; the others step through the rest by a stride that
    /// is coprime with the size.
    /// </summary>
    internal static void Place<TTable>(ReadOnlySpan<short> counts, int log, TTable table, Put<TTable> put)
    {
        int size = 1 << log;
        int high = size;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] == -1)
                put(table, --high, (byte)symbol);
        }

        int step = (size >> 1) + (size >> 3) + 3;
        int place = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            for (int i = 0; i < counts[symbol]; i++)
            {
                put(table, place, (byte)symbol);
                do
                {
                    place = place + step & size - 1;
                }
                while (place >= high);
            }
        }
    }
}
