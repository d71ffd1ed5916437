using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Builders;

/// <summary>Lanes of a bare NULL.</summary>
public sealed class NullBuilder(DataType type, MemoryBudget budget) : VectorBuilder(type, budget)
{
    protected override void AppendBoxed(object value) => throw new ArgumentException("a void column holds nulls only", nameof(value));

    protected override void AppendDefault() => Advance();

    protected override Vector Finish(int length, NativeBuffer? validity)
    {
        validity?.Release();
        return new FlatVector(Type, length, null);
    }
}

/// <summary>Numbers, times and intervals of <typeparamref name="T"/>'s width. Decimals of up to 18 digits are appended as long.</summary>
public sealed unsafe class FixedBuilder<T>(DataType type, MemoryBudget budget) : VectorBuilder(type, budget)
    where T : unmanaged
{
    private NativeBuffer? values;

    public void Append(T value)
    {
        if (values is null || values.Capacity < (long)(Length + 1) * sizeof(T))
            values = Grown(values, (long)Length * sizeof(T), (long)Math.Max(Length + 1, 64) * sizeof(T));
        ((T*)values.Pointer)[Length] = value;
        Advance();
    }

    public override void Dispose()
    {
        values?.Release();
        values = null;
        base.Dispose();
    }

    protected override void AppendBoxed(object value) => Append(value is Int128 wide && typeof(T) == typeof(long) ? (T)(object)(long)wide : (T)value);

    protected override void AppendDefault() => Append(default);

    protected override Vector Finish(int length, NativeBuffer? validity)
    {
        var vector = new FlatVector(Type, length, values ?? Budget.Allocate(0), validity);
        values = null;
        return vector;
    }
}

public sealed unsafe class BooleanBuilder(DataType type, MemoryBudget budget) : VectorBuilder(type, budget)
{
    private NativeBuffer? values;

    public void Append(bool value)
    {
        values = Grown(values, Bits.BytesFor(Length), Bits.BytesFor(Length + 1));
        Bits.Put(values.Pointer, Length, value);
        Advance();
    }

    public override void Dispose()
    {
        values?.Release();
        values = null;
        base.Dispose();
    }

    protected override void AppendBoxed(object value) => Append((bool)value);

    protected override void AppendDefault() => Append(false);

    protected override Vector Finish(int length, NativeBuffer? validity)
    {
        var vector = new FlatVector(Type, length, values ?? Budget.Allocate(0), validity);
        values = null;
        return vector;
    }
}

/// <summary>Strings and binary values, copied into a heap.</summary>
public sealed unsafe class BytesBuilder(DataType type, MemoryBudget budget) : VectorBuilder(type, budget)
{
    private NativeBuffer? views;
    private BytesHeap? heap;

    public void Append(ReadOnlySpan<byte> bytes) => AppendView((heap ??= new BytesHeap(Budget)).Append(bytes));

    public void Append(string text) => Append(ByteString.Of(text).Span);

    public override void Dispose()
    {
        views?.Release();
        views = null;
        heap?.Release();
        heap = null;
        base.Dispose();
    }

    protected override void AppendBoxed(object value) => Append(((ByteString)value).Span);

    protected override void AppendDefault() => AppendView(default);

    protected override Vector Finish(int length, NativeBuffer? validity)
    {
        var vector = new FlatVector(Type, length, views ?? Budget.Allocate(0), validity, heap);
        views = null;
        heap = null;
        return vector;
    }

    private void AppendView(BytesView view)
    {
        if (views is null || views.Capacity < (long)(Length + 1) * sizeof(BytesView))
            views = Grown(views, (long)Length * sizeof(BytesView), (long)Math.Max(Length + 1, 64) * sizeof(BytesView));
        ((BytesView*)views.Pointer)[Length] = view;
        Advance();
    }
}
