using Spindle.Columnar.Memory;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Booleans: gathered a byte each, written as bits (PLAIN) or as runs (RLE).</summary>
internal sealed unsafe class BooleanLeafEncoder(bool asRuns, MemoryBudget budget) : LeafEncoder
{
    private readonly ByteSink values = new(budget);

    public override int DictionaryCount => -1;

    public override long BufferedBytes => values.Length;

    public override Encoding Encoding => asRuns ? Encoding.Rle : Encoding.Plain;

    public override void Append(byte* raw, int count)
    {
        values.Append(new ReadOnlySpan<byte>(raw, count));
        Count += count;
    }

    public override void Settle()
    {
    }

    public override void WriteDictionary(ByteSink sink)
    {
    }

    public override void Write(ByteSink sink, int start, int count)
    {
        if (!asRuns)
        {
            BitPacker.Pack(sink, values.Pointer + start, count, (count + 7) / 8 * 8, 1);
            return;
        }

        var head = sink.Length;
        sink.Append(0);
        RunLengthEncoder.Write(sink, values.Pointer + start, count, 1);
        *(int*)(sink.Pointer + head) = sink.Length - head - sizeof(int);
    }

    public override long SizeOf(int start, int count) => count / 8;

    public override EncodedBounds Bounds(int start, int count)
    {
        if (count == 0)
            return default;
        var all = new ReadOnlySpan<byte>(values.Pointer + start, count);
        return new EncodedBounds([all.Contains((byte)0) ? (byte)0 : (byte)1], [all.Contains((byte)1) ? (byte)1 : (byte)0]);
    }

    public override void AddTo(BloomFilterBuilder filter)
    {
    }

    public override void Reset()
    {
        Count = 0;
        values.Reset();
    }

    public override void Dispose() => values.Dispose();
}
