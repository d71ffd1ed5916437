using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Columnar.Errors;

namespace Spindle.Functions.Aggregates.Rows;

internal enum BitmapOperation : byte
{
    /// <summary>Sets the bits whose places the rows give.</summary>
    Construct,
    Or,
    And,
}

/// <summary>Bitmaps of 32,768 bits, least significant bit first: from places, or by joining bitmaps. Shorter ones count as filled up with zeros.</summary>
internal sealed unsafe class BitmapAccumulator(BitmapOperation operation, Origin origin, MemoryBudget budget) : Accumulator(budget)
{
    public const int Bytes = 4096;

    private readonly NativeArray<byte> bits = new(budget);
    private int groups;

    public override StructType State { get; } = new([new Field("bits", DataType.Binary, false)]);

    public override bool TryReserve(int count) => bits.TryEnsure((long)count * Bytes);

    public override void Grow(int count)
    {
        bits.Ensure((long)count * Bytes);
        if (operation == BitmapOperation.And && count > groups)
            new Span<byte>(Of(groups), (count - groups) * Bytes).Fill(byte.MaxValue);
        groups = Math.Max(groups, count);
    }

    public override void Update(int* groupOfRow, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            if (arguments[0].IsNull(i))
                continue;
            if (operation == BitmapOperation.Construct)
                Set(groupOfRow[i], ((long*)arguments[0].Values)[arguments[0].Position(i)]);
            else
                Join(groupOfRow[i], BytesView.Span((BytesView*)arguments[0].Values + arguments[0].Position(i)), operation);
        }
    }

    public override void Merge(int* groupOfRow, ReadOnlySpan<ColumnView> states, int rows)
    {
        for (var i = 0; i < rows; i++)
            Join(groupOfRow[i], BytesView.Span((BytesView*)states[0].Values + states[0].Position(i)), operation == BitmapOperation.And ? BitmapOperation.And : BitmapOperation.Or);
    }

    public override void States(int* groupIds, int count, ColumnSet target)
    {
        using var builder = VectorBuilder.Create(DataType.Binary, Budget);
        for (var i = 0; i < count; i++)
            builder.Append(ByteString.Of(new ReadOnlySpan<byte>(Of(groupIds[i]), Bytes)));
        target.Add(builder.Build());
    }

    public override Vector Evaluate(int start, int count)
    {
        using var builder = VectorBuilder.Create(DataType.Binary, Budget);
        for (var i = start; i < start + count; i++)
            builder.Append(ByteString.Of(new ReadOnlySpan<byte>(Of(i), Bytes)));
        return builder.Build();
    }

    public override void Dispose()
    {
        bits.Dispose();
        base.Dispose();
    }

    private byte* Of(int group) => bits.Pointer + (long)group * Bytes;

    private void Set(int group, long place)
    {
        if (place is < 0 or >= Bytes * 8)
        {
            throw EvaluationErrors.Of("INVALID_BITMAP_POSITION", "22003", $"a bitmap of {Bytes * 8} bits has no place {place}", origin,
                ("bitPosition", $"{place}"), ("bitmapNumBytes", $"{Bytes}"), ("bitmapNumBits", $"{Bytes * 8}"));
        }

        Of(group)[place / 8] |= (byte)(1 << (int)(place % 8));
    }

    private void Join(int group, ReadOnlySpan<byte> other, BitmapOperation how)
    {
        var target = new Span<byte>(Of(group), Bytes);
        var shared = Math.Min(other.Length, Bytes);
        for (var i = 0; i < shared; i++)
            target[i] = how == BitmapOperation.And ? (byte)(target[i] & other[i]) : (byte)(target[i] | other[i]);
        if (how == BitmapOperation.And)
            target[shared..].Clear();
    }
}
