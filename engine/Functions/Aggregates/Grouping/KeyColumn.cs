using System.Diagnostics;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.States;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>One column of the distinct keys of a <see cref="GeneralKeys"/>.</summary>
internal abstract unsafe class KeyColumn(DataType type, MemoryBudget budget) : IDisposable
{
    protected DataType Type { get; } = type;

    protected MemoryBudget Budget { get; } = budget;

    /// <summary>A byte a key, zero for null.</summary>
    protected NativeArray<byte> Valid { get; } = new(budget);

    public static KeyColumn Create(DataType type, MemoryBudget budget) => type.Physical switch
    {
        PhysicalType.Null => new NullKeyColumn(type, budget),
        PhysicalType.Int8 => new KeyColumn<sbyte, Int8Key>(type, budget),
        PhysicalType.Int16 => new KeyColumn<short, Int16Key>(type, budget),
        PhysicalType.Int32 => new KeyColumn<int, Int32Key>(type, budget),
        PhysicalType.Int64 => new KeyColumn<long, Int64Key>(type, budget),
        PhysicalType.Int128 => new WideKeyColumn(type, budget),
        PhysicalType.Float32 => new KeyColumn<float, Float32Key>(type, budget),
        PhysicalType.Float64 => new KeyColumn<double, Float64Key>(type, budget),
        PhysicalType.Interval => new KeyColumn<CalendarInterval, IntervalKey>(type, budget),
        PhysicalType.Bytes => new BytesKeyColumn(type, budget),
        _ => throw new UnreachableException(type.Name),
    };

    public abstract bool TryReserve(int keys);

    public abstract void Grow(int keys);

    /// <summary>Stores the values of the rows as keys first, first + 1, …</summary>
    public abstract void Append(in ColumnView column, int* rows, int count, int first);

    /// <summary>Splits pairs of a row and a key into those that agree in this column (moved to the front, their number returned) and those that do not (appended to the rejected).</summary>
    public abstract int Match(in ColumnView column, int* rows, int* keys, int count, int* rejected, ref int rejections);

    /// <summary>The keys listed, or keys [start, start + count) where there is no list, as a vector that the caller owns.</summary>
    public abstract Vector Read(int* ids, int start, int count);

    public virtual void Dispose()
    {
        Valid.Dispose();
        GC.SuppressFinalize(this);
    }
}

internal unsafe class KeyColumn<T, TForm>(DataType type, MemoryBudget budget) : KeyColumn(type, budget)
    where T : unmanaged
    where TForm : struct, IKeyForm<T>
{
    protected NativeArray<T> Values { get; } = new(budget);

    public override bool TryReserve(int keys) => Valid.TryEnsure(keys) && Values.TryEnsure(keys);

    public override void Grow(int keys)
    {
        Valid.Ensure(keys);
        Values.Ensure(keys);
    }

    public override void Append(in ColumnView column, int* rows, int count, int first)
    {
        for (var i = 0; i < count; i++)
        {
            var isNull = column.IsNull(rows[i]);
            Valid.Pointer[first + i] = (byte)(isNull ? 0 : 1);
            if (!isNull)
                Values.Pointer[first + i] = Keep(TForm.Normal(((T*)column.Values)[column.Position(rows[i])]));
        }
    }

    public override int Match(in ColumnView column, int* rows, int* keys, int count, int* rejected, ref int rejections)
    {
        var values = (T*)column.Values;
        var stored = Values.Pointer;
        var valid = Valid.Pointer;
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var row = rows[i];
            var key = keys[i];
            var isNull = column.IsNull(row);
            var same = isNull ? valid[key] == 0 : valid[key] != 0 && TForm.Same(values + column.Position(row), stored + key);
            if (same)
            {
                rows[kept] = row;
                keys[kept++] = key;
            }
            else
            {
                rejected[rejections++] = row;
            }
        }

        return kept;
    }

    public override Vector Read(int* ids, int start, int count) =>
        StateVectors.Of(Type, Values.Pointer, Valid.Pointer, ids, start, count, Budget);

    public override void Dispose()
    {
        Values.Dispose();
        base.Dispose();
    }

    /// <summary>What is stored for a value: a copy where it points elsewhere.</summary>
    protected virtual T Keep(T value) => value;
}

internal sealed unsafe class BytesKeyColumn(DataType type, MemoryBudget budget) : KeyColumn<BytesView, BytesKey>(type, budget)
{
    private readonly BytesHeap heap = new(budget);

    public override Vector Read(int* ids, int start, int count)
    {
        using var output = new FlatOutput(Type, count, Budget);
        for (var i = 0; i < count; i++)
            ((BytesView*)output.Values)[i] = Valid.Pointer[ids == null ? start + i : ids[i]] != 0 ? Values.Pointer[ids == null ? start + i : ids[i]] : default;
        output.TakeOver(StateVectors.Validity(Valid.Pointer, ids, start, count, Budget));
        output.Heap.Keep(heap);
        return output.Build();
    }

    public override void Dispose()
    {
        heap.Release();
        base.Dispose();
    }

    protected override BytesView Keep(BytesView value) => value.IsInline ? value : heap.Append(new ReadOnlySpan<byte>(value.Pointer, value.Length));
}

/// <summary>Decimals of more than 18 digits, which batches may hold in 64 bits.</summary>
internal sealed unsafe class WideKeyColumn(DataType type, MemoryBudget budget) : KeyColumn<Int128, Int128Key>(type, budget)
{
    public override void Append(in ColumnView column, int* rows, int count, int first)
    {
        if (column.Physical != PhysicalType.Int64)
        {
            base.Append(column, rows, count, first);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            Valid.Pointer[first + i] = (byte)(column.IsNull(rows[i]) ? 0 : 1);
            Values.Pointer[first + i] = ((long*)column.Values)[column.Position(rows[i])];
        }
    }

    public override int Match(in ColumnView column, int* rows, int* keys, int count, int* rejected, ref int rejections)
    {
        if (column.Physical != PhysicalType.Int64)
            return base.Match(column, rows, keys, count, rejected, ref rejections);
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            var (row, key) = (rows[i], keys[i]);
            var same = column.IsNull(row) ? Valid.Pointer[key] == 0 : Valid.Pointer[key] != 0 && ((long*)column.Values)[column.Position(row)] == Values.Pointer[key];
            if (same)
            {
                rows[kept] = row;
                keys[kept++] = key;
            }
            else
            {
                rejected[rejections++] = row;
            }
        }

        return kept;
    }
}

internal sealed unsafe class NullKeyColumn(DataType type, MemoryBudget budget) : KeyColumn(type, budget)
{
    public override bool TryReserve(int keys) => true;

    public override void Grow(int keys)
    {
    }

    public override void Append(in ColumnView column, int* rows, int count, int first)
    {
    }

    public override int Match(in ColumnView column, int* rows, int* keys, int count, int* rejected, ref int rejections) => count;

    public override Vector Read(int* ids, int start, int count) => new FlatVector(Type, count, null);
}
