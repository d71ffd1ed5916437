using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Storing;

/// <summary>Gathers the rows of many batches into one plain column. One thread's.</summary>
internal abstract unsafe class ColumnAppender(DataType type, MemoryBudget budget) : IDisposable
{
    private readonly NativeArray<byte> validity = new(budget);
    private bool hasNulls;

    protected DataType Type { get; } = type;

    protected MemoryBudget Budget { get; } = budget;

    public int Count { get; private set; }

    public static ColumnAppender Create(DataType type, MemoryBudget budget) => type.Physical switch
    {
        PhysicalType.Boolean => new BooleanAppender(type, budget),
        PhysicalType.Int8 => new FixedAppender<byte>(type, budget),
        PhysicalType.Int16 => new FixedAppender<short>(type, budget),
        PhysicalType.Int32 or PhysicalType.Float32 => new FixedAppender<int>(type, budget),
        PhysicalType.Int64 or PhysicalType.Float64 => new FixedAppender<long>(type, budget),
        PhysicalType.Int128 => new WideAppender(type, budget),
        PhysicalType.Interval => new FixedAppender<CalendarInterval>(type, budget),
        PhysicalType.Bytes => new BytesAppender(type, budget),
        _ => new PieceAppender(type, budget),
    };

    /// <summary>Room for that many more rows; false when the budget asks for spilling.</summary>
    public bool TryReserve(int rows) => (!hasNulls || validity.TryEnsure(Bits.BytesFor(Count + rows))) && TryReserveValues(Count + rows);

    public void Append(in ColumnView column, int rows)
    {
        AppendValidity(column, rows);
        AppendValues(column, Count, rows);
        Count += rows;
    }

    /// <summary>The column, owned by the caller; the appender is empty afterwards.</summary>
    public Vector Finish()
    {
        var count = Count;
        var bits = hasNulls ? validity.Detach() : null;
        hasNulls = false;
        Count = 0;
        return Finish(count, bits);
    }

    public virtual void Dispose()
    {
        validity.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract bool TryReserveValues(int count);

    protected abstract void AppendValues(in ColumnView column, int first, int rows);

    protected abstract Vector Finish(int count, NativeBuffer? bits);

    private void AppendValidity(in ColumnView column, int rows)
    {
        if (column.Validity == null && !hasNulls)
            return;
        validity.Ensure(Bits.BytesFor(Count + rows));
        if (!hasNulls)
        {
            hasNulls = true;
            Bits.SetAll(validity.Pointer, Count);
        }

        for (var i = 0; i < rows; i++)
            Bits.Put(validity.Pointer, Count + i, !column.IsNull(i));
    }
}

internal unsafe class FixedAppender<T>(DataType type, MemoryBudget budget) : ColumnAppender(type, budget)
    where T : unmanaged
{
    protected NativeArray<T> Values { get; } = new(budget);

    public override void Dispose()
    {
        Values.Dispose();
        base.Dispose();
    }

    protected override bool TryReserveValues(int count) => Values.TryEnsure(count);

    protected override void AppendValues(in ColumnView column, int first, int rows)
    {
        Values.Ensure(first + rows);
        var target = Values.Pointer + first;
        var source = (T*)column.Values;
        var map = column.Map;
        if (source == null)
            new Span<T>(target, rows).Clear();
        else if (map == null)
            new ReadOnlySpan<T>(source, rows).CopyTo(new Span<T>(target, rows));
        else
            for (var i = 0; i < rows; i++)
                target[i] = source[map[i]];
    }

    protected override Vector Finish(int count, NativeBuffer? bits) => new FlatVector(Type, count, Values.Detach(), bits);
}

/// <summary>Decimals of more than 18 digits, from 64 or 128 bits into 128.</summary>
internal sealed unsafe class WideAppender(DataType type, MemoryBudget budget) : FixedAppender<Int128>(type, budget)
{
    protected override void AppendValues(in ColumnView column, int first, int rows)
    {
        if (column.Physical != PhysicalType.Int64)
        {
            base.AppendValues(column, first, rows);
            return;
        }

        Values.Ensure(first + rows);
        for (var i = 0; i < rows; i++)
            Values.Pointer[first + i] = ((long*)column.Values)[column.Position(i)];
    }
}

internal sealed unsafe class BooleanAppender(DataType type, MemoryBudget budget) : ColumnAppender(type, budget)
{
    private readonly NativeArray<byte> values = new(budget);

    public override void Dispose()
    {
        values.Dispose();
        base.Dispose();
    }

    protected override bool TryReserveValues(int count) => values.TryEnsure(Bits.BytesFor(count));

    protected override void AppendValues(in ColumnView column, int first, int rows)
    {
        values.Ensure(Bits.BytesFor(first + rows));
        for (var i = 0; i < rows; i++)
            Bits.Put(values.Pointer, first + i, column.Values != null && Bits.Get(column.Values, column.Position(i)));
    }

    protected override Vector Finish(int count, NativeBuffer? bits) => new FlatVector(Type, count, values.Detach(), bits);
}

/// <summary>
/// Strings and binary values. Where a batch's heap is mostly of use its values stay where they are and the heap is kept alive; a few values out of a large heap are copied.
/// </summary>
internal unsafe class BytesAppender(DataType type, MemoryBudget budget) : ColumnAppender(type, budget)
{
    private readonly NativeArray<BytesView> views = new(budget);
    private BytesHeap? heap;
    private BytesHeap? lastKept;

    public override void Dispose()
    {
        views.Dispose();
        heap?.Release();
        heap = null;
        base.Dispose();
    }

    protected override bool TryReserveValues(int count) => views.TryEnsure(count);

    protected override void AppendValues(in ColumnView column, int first, int rows)
    {
        views.Ensure(first + rows);
        var target = views.Pointer + first;
        var source = (BytesView*)column.Values;
        if (source == null)
        {
            new Span<BytesView>(target, rows).Clear();
            return;
        }

        var used = 0L;
        for (var i = 0; i < rows; i++)
        {
            target[i] = column.IsNull(i) ? default : source[column.Position(i)];
            used += target[i].IsInline ? 0 : target[i].Length;
        }

        if (used == 0)
            return;
        heap ??= new BytesHeap(Budget);
        var origin = ((FlatVector)column.Plain).Heap;
        if (origin is not null && (ReferenceEquals(origin, lastKept) || used >= origin.Size / 4))
        {
            if (!ReferenceEquals(origin, lastKept))
                heap.Keep(origin);
            lastKept = origin;
            return;
        }

        for (var i = 0; i < rows; i++)
            if (!target[i].IsInline)
                target[i] = heap.Append(new ReadOnlySpan<byte>(target[i].Pointer, target[i].Length));
    }

    protected override Vector Finish(int count, NativeBuffer? bits)
    {
        var vector = new FlatVector(Type, count, views.Detach(), bits, heap);
        heap = null;
        lastKept = null;
        return vector;
    }
}

/// <summary>Nested and null types: the pieces are kept and copied into one column at the end.</summary>
internal sealed unsafe class PieceAppender(DataType type, MemoryBudget budget) : ColumnAppender(type, budget)
{
    private readonly List<Vector> pieces = [];

    public override void Dispose()
    {
        foreach (var piece in pieces)
            piece.Release();
        pieces.Clear();
        base.Dispose();
    }

    protected override bool TryReserveValues(int count) => true;

    protected override void AppendValues(in ColumnView column, int first, int rows)
    {
        if (column.Physical == PhysicalType.Null)
        {
            pieces.Add(new FlatVector(Type, rows, null));
            return;
        }

        using var maps = new RowMaps(Budget);
        var lanes = column.Map;
        if (lanes == null)
        {
            lanes = maps.Rent(rows);
            for (var i = 0; i < rows; i++)
                lanes[i] = i;
        }

        pieces.Add(Gather.Lanes(column.Plain, lanes, rows, Budget));
    }

    protected override Vector Finish(int count, NativeBuffer? bits)
    {
        bits?.Release();
        var whole = Concatenation.Of(pieces, Type, 0, Budget);
        foreach (var piece in pieces)
            piece.Release();
        pieces.Clear();
        return whole;
    }
}
