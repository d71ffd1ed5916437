using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>
/// Arrays made of elements that exist: a lane is a list of positions, and <see cref="Build"/> copies the elements of all lanes at once, whatever their type.
/// A negative position is a null.
/// </summary>
internal sealed unsafe class ArrayOutput : IDisposable
{
    private readonly DataType type;
    private readonly MemoryBudget budget;
    private readonly FlatOutput sizes;
    private readonly NativeBuffer offsets;
    private readonly NativeArray<int> positions;
    private bool built;

    /// <param name="type">An array type.</param>
    /// <param name="length">Lanes.</param>
    /// <param name="nullsOf">Lanes are null where one of these is.</param>
    /// <param name="budget">Pays for the result.</param>
    public ArrayOutput(DataType type, int length, ReadOnlySpan<Vector> nullsOf, MemoryBudget budget)
    {
        this.type = type;
        this.budget = budget;
        sizes = new FlatOutput(DataType.Int, length, budget);
        offsets = budget.AllocateZeroed((long)length * sizeof(int));
        positions = new NativeArray<int>(budget);
        new Span<int>(sizes.Values, length).Clear();
        sizes.NullWhereAny(nullsOf);
    }

    /// <summary>Positions so far.</summary>
    public int Count { get; private set; }

    /// <summary>The positions so far; moves when one is added.</summary>
    public int* Positions => positions.Pointer;

    public bool IsNull(int lane) => sizes.IsNull(lane);

    public void SetNull(int lane) => sizes.SetNull(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int position)
    {
        positions.Ensure(Count + 1L);
        positions.Pointer[Count++] = position;
    }

    public void AddRun(int start, int count)
    {
        positions.Ensure((long)Count + count);
        var target = positions.Pointer + Count;
        for (var i = 0; i < count; i++)
            target[i] = start + i;
        Count += count;
    }

    /// <summary>Takes back the positions from there on.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>The lane's array is the positions added since <paramref name="start"/>.</summary>
    public void Close(int lane, int start)
    {
        ((int*)offsets.Pointer)[lane] = start;
        ((int*)sizes.Values)[lane] = Count - start;
    }

    /// <summary>The lane's array is a run of the elements themselves; for <see cref="BuildOver"/>.</summary>
    public void Put(int lane, int start, int size)
    {
        ((int*)offsets.Pointer)[lane] = start;
        ((int*)sizes.Values)[lane] = size;
    }

    /// <summary>The arrays, which the caller owns; their elements are copied from <paramref name="elements"/>, which is lent.</summary>
    public ListVector Build(Vector elements, bool mayBeNegative = false)
    {
        positions.Ensure(1);
        return Finish(Gather.Lanes(elements, positions.Pointer, Count, budget, mayBeNegative));
    }

    /// <summary>The arrays over the elements themselves, lent, for lanes that were <see cref="Put"/>.</summary>
    public ListVector BuildOver(Vector elements) => Finish(elements.Retain());

    public void Dispose()
    {
        sizes.Dispose();
        positions.Dispose();
        if (!built)
            offsets.Release();
    }

    private ListVector Finish(Vector elements)
    {
        var (values, validity) = sizes.Take();
        built = true;
        return new ListVector(type, sizes.Length, offsets, values, elements, validity);
    }
}
