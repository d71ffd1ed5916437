using System.Runtime.CompilerServices;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.States;

/// <summary>One value of any type a cell, or none: what <c>min</c>, <c>first</c>, <c>max_by</c> and their like remember of a group.</summary>
internal abstract unsafe class ValueCells(DataType type, MemoryBudget budget) : IDisposable
{
    protected NativeArray<byte> Marks { get; } = new(budget);

    protected DataType Type { get; } = type;

    protected MemoryBudget Budget { get; } = budget;

    public static ValueCells Create(DataType type, MemoryBudget budget) => type.Physical switch
    {
        PhysicalType.Boolean => new BooleanCells(type, budget),
        PhysicalType.Int8 => new FixedCells<sbyte>(type, budget),
        PhysicalType.Int16 => new FixedCells<short>(type, budget),
        PhysicalType.Int32 => new FixedCells<int>(type, budget),
        PhysicalType.Float32 => new FixedCells<float>(type, budget),
        PhysicalType.Int64 => new FixedCells<long>(type, budget),
        PhysicalType.Float64 => new FixedCells<double>(type, budget),
        PhysicalType.Int128 => new WideCells(type, budget),
        PhysicalType.Interval => new FixedCells<CalendarInterval>(type, budget),
        PhysicalType.Bytes => new BytesCells(type, budget),
        _ => new BoxedCells(type, budget),
    };

    /// <summary>Whether the cell was set at all (to a value or to null).</summary>
    public bool IsSet(int cell) => Marks.Pointer[cell] != 0;

    /// <summary>Whether the cell holds a value.</summary>
    public bool HasValue(int cell) => Marks.Pointer[cell] == Valued;

    public bool TryReserve(int cells) => Marks.TryEnsure(cells) && TryReserveValues(cells);

    public void Grow(int cells)
    {
        Marks.Ensure(cells);
        GrowValues(cells);
    }

    /// <summary>Sets a cell to a row's value or null.</summary>
    public void Set(int cell, in ColumnView column, int row)
    {
        if (column.IsNull(row))
        {
            Marks.Pointer[cell] = Nulled;
            return;
        }

        Marks.Pointer[cell] = Valued;
        SetValue(cell, column, column.Position(row));
    }

    /// <summary>Compares a row's value with the cell's; neither is null.</summary>
    public abstract int Compare(in ColumnView column, int row, int cell);

    /// <summary>The cells' values (null where there is none), at <paramref name="cells"/> or, where it is null, from start on.</summary>
    public Vector Read(int* cells, int start, int count)
    {
        var valid = new byte[Math.Max(1, count)];
        for (var i = 0; i < count; i++)
            valid[i] = (byte)(Marks.Pointer[cells == null ? start + i : cells[i]] == Valued ? 1 : 0);
        fixed (byte* v = valid)
            return ReadValues(cells, start, count, v);
    }

    public virtual void Dispose()
    {
        Marks.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract bool TryReserveValues(int cells);

    protected abstract void GrowValues(int cells);

    protected abstract void SetValue(int cell, in ColumnView column, int position);

    protected abstract Vector ReadValues(int* cells, int start, int count, byte* valid);

    private const byte Nulled = 1;
    private const byte Valued = 2;
}

internal unsafe class FixedCells<T>(DataType type, MemoryBudget budget) : ValueCells(type, budget)
    where T : unmanaged
{
    protected NativeArray<T> Values { get; } = new(budget);

    public override int Compare(in ColumnView column, int row, int cell) => Order(((T*)column.Values)[column.Position(row)], Values.Pointer[cell]);

    public override void Dispose()
    {
        Values.Dispose();
        base.Dispose();
    }

    protected override bool TryReserveValues(int cells) => Values.TryEnsure(cells);

    protected override void GrowValues(int cells) => Values.Ensure(cells);

    protected override void SetValue(int cell, in ColumnView column, int position) => Values.Pointer[cell] = ((T*)column.Values)[position];

    protected override Vector ReadValues(int* cells, int start, int count, byte* valid) =>
        StateVectors.Masked(StateVectors.Of(Type, Values.Pointer, null, cells, start, count, Budget), valid, Budget);

    /// <summary>SQL's order: NaN above every number, -0.0 equal to 0.0.</summary>
    internal static int Order(T left, T right)
    {
        if (typeof(T) == typeof(double))
            return Floating(Unsafe.BitCast<T, double>(left), Unsafe.BitCast<T, double>(right));
        if (typeof(T) == typeof(float))
            return Floating(Unsafe.BitCast<T, float>(left), Unsafe.BitCast<T, float>(right));
        return Comparer<T>.Default.Compare(left, right);
    }

    private static int Floating(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : double.IsNaN(left) ? (double.IsNaN(right) ? 0 : 1) : -1;
}

/// <summary>Decimals of more than 18 digits, which batches may hold in 64 bits.</summary>
internal sealed unsafe class WideCells(DataType type, MemoryBudget budget) : FixedCells<Int128>(type, budget)
{
    public override int Compare(in ColumnView column, int row, int cell) => Load(column, column.Position(row)).CompareTo(Values.Pointer[cell]);

    protected override void SetValue(int cell, in ColumnView column, int position) => Values.Pointer[cell] = Load(column, position);

    private static Int128 Load(in ColumnView column, int position) =>
        column.Physical == PhysicalType.Int64 ? ((long*)column.Values)[position] : ((Int128*)column.Values)[position];
}

internal sealed unsafe class BooleanCells(DataType type, MemoryBudget budget) : FixedCells<byte>(type, budget)
{
    public override int Compare(in ColumnView column, int row, int cell) => (Bits.Get(column.Values, column.Position(row)) ? 1 : 0) - Values.Pointer[cell];

    protected override void SetValue(int cell, in ColumnView column, int position) => Values.Pointer[cell] = (byte)(Bits.Get(column.Values, position) ? 1 : 0);

    protected override Vector ReadValues(int* cells, int start, int count, byte* valid) =>
        StateVectors.Masked(StateVectors.OfBytes(Type, Values.Pointer, null, cells, start, count, Budget), valid, Budget);
}

/// <summary>Strings and binary values, copied; replaced values are dropped by copying the live ones once most of the heap is dead.</summary>
internal sealed unsafe class BytesCells(DataType type, MemoryBudget budget) : ValueCells(type, budget)
{
    private readonly NativeArray<BytesView> views = new(budget);
    private BytesHeap heap = new(budget);
    private long written;
    private long live;

    public override int Compare(in ColumnView column, int row, int cell) => BytesView.Compare((BytesView*)column.Values + column.Position(row), views.Pointer + cell);

    public override void Dispose()
    {
        views.Dispose();
        heap.Release();
        base.Dispose();
    }

    protected override bool TryReserveValues(int cells) => views.TryEnsure(cells);

    protected override void GrowValues(int cells) => views.Ensure(cells);

    protected override void SetValue(int cell, in ColumnView column, int position)
    {
        var source = (BytesView*)column.Values + position;
        var target = views.Pointer + cell;
        if (!target->IsInline)
            live -= target->Length;
        if (source->IsInline)
        {
            *target = *source;
            return;
        }

        *target = heap.Append(BytesView.Span(source));
        written += source->Length;
        live += source->Length;
        if (written > 1 << 16 && written > 2 * live)
            Compact();
    }

    protected override Vector ReadValues(int* cells, int start, int count, byte* valid)
    {
        using var output = new FlatOutput(Type, count, Budget);
        var target = (BytesView*)output.Values;
        for (var i = 0; i < count; i++)
            target[i] = valid[i] != 0 ? views.Pointer[cells == null ? start + i : cells[i]] : default;
        output.TakeOver(StateVectors.Validity(valid, null, 0, count, Budget));
        output.Heap.Keep(heap);
        return output.Build();
    }

    private void Compact()
    {
        // Where memory runs out on the way some values lie in the new heap and some in the old one: it keeps the old one alive until all have moved.
        var old = heap;
        heap = new BytesHeap(Budget);
        var moved = false;
        try
        {
            for (var i = 0L; i < views.Capacity; i++)
                if (!views.Pointer[i].IsInline)
                    views.Pointer[i] = heap.Append(BytesView.Span(views.Pointer + i));
            moved = true;
        }
        finally
        {
            if (!moved)
                heap.Keep(old);
            old.Release();
        }

        written = live;
    }
}

/// <summary>Arrays, maps and structs: one managed object a cell, charged roughly.</summary>
internal sealed unsafe class BoxedCells(DataType type, MemoryBudget budget) : ValueCells(type, budget)
{
    private object?[] values = [];

    public override int Compare(in ColumnView column, int row, int cell) => BoxedOrder.Instance.Compare(column.Plain.Read(column.Position(row)), values[cell]);

    protected override bool TryReserveValues(int cells)
    {
        GrowValues(cells);
        return true;
    }

    protected override void GrowValues(int cells)
    {
        if (cells > values.Length)
            Array.Resize(ref values, Math.Max(cells, values.Length * 2));
    }

    protected override void SetValue(int cell, in ColumnView column, int position) => values[cell] = column.Plain.Read(position);

    protected override Vector ReadValues(int* cells, int start, int count, byte* valid)
    {
        using var builder = VectorBuilder.Create(Type, Budget);
        for (var i = 0; i < count; i++)
            builder.Append(valid[i] != 0 ? values[cells == null ? start + i : cells[i]] : null);
        return builder.Build();
    }
}
