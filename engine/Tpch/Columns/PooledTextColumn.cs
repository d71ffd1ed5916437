using Spindle.Tpch.RandomStreams;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Columns;

/// <summary>
/// A comment: a slice of the text pool, its place and length drawn. Places of a few rows are drawn ahead of the copying,
/// so that the pool's memory is asked for before it is needed.
/// </summary>
internal sealed unsafe class PooledTextColumn(string name, StreamSeed seed, int averageLength)
    : TextColumn(name, SliceMax(averageLength), averageLength)
{
    private const int Ahead = 256;

    private readonly UnitStream stream = new(seed);
    private readonly int min = SliceMin(averageLength);

    public static int SliceMin(int averageLength) => (int)(averageLength * 0.4);

    public static int SliceMax(int averageLength) => (int)(averageLength * 1.6);

    public override int Fill(UnitBatch batch, Span<byte> utf8, Span<int> ends)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(utf8.Length, BufferLength(batch.Rows));
        var pool = TextPool.Shared;
        var stream = this.stream;
        stream.Seek(batch.FirstUnit);

        // One unit may overshoot by its rows.
        var offsets = stackalloc int[Ahead + Streams.MaxLinesPerOrder];
        var lengths = stackalloc int[Ahead + Streams.MaxLinesPerOrder];
        double offsetRange = TextPool.Size - MaxLength + 1, lengthRange = MaxLength - min + 1;

        fixed (byte* start = utf8)
        {
            var at = start;
            var row = 0;
            for (var unit = 0; unit < batch.Units;)
            {
                var drawn = 0;
                for (; unit < batch.Units && drawn < Ahead; unit++)
                {
                    stream.BeginUnit();
                    for (var end = drawn + batch.RowsOf(unit); drawn < end; drawn++)
                    {
                        offsets[drawn] = (int)stream.Draw(offsetRange);
                        lengths[drawn] = min + (int)stream.Draw(lengthRange);
                        pool.PrefetchIndex(offsets[drawn]);
                    }
                }

                for (var i = 0; i < drawn; i++)
                    pool.PrefetchTokens(offsets[i]);

                for (var i = 0; i < drawn; i++)
                {
                    pool.Copy(offsets[i], lengths[i], at);
                    at += lengths[i];
                    ends[row++] = (int)(at - start);
                }
            }
            return (int)(at - start);
        }
    }
}
