using Spindle.Columnar.Memory;

namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>Whether elements of the left vector are in one array of the right vector. Short arrays are searched from end to end, long ones are sorted first.</summary>
internal sealed unsafe class Membership<TOrder>(TOrder order, ArrayOperand right, MemoryBudget budget) : IDisposable
    where TOrder : struct, IElementOrder<TOrder>
{
    private const int LongestSearched = 24;

    private readonly NativeArray<int> members = new(budget);
    private readonly NativeArray<int> scratch = new(budget);
    private int count;
    private bool isSorted;

    /// <summary>Whether an element of the array is null.</summary>
    public bool HasNull { get; private set; }

    /// <summary>Turns to a lane's array.</summary>
    public void Open(int lane)
    {
        var (start, size) = (right.Start(lane), right.Size(lane));
        (count, HasNull) = (0, false);
        members.Ensure(Math.Max(size, 1));
        for (var at = start; at < start + size; at++)
        {
            if (right.IsNull(at))
                HasNull = true;
            else
                members.Pointer[count++] = at;
        }

        isSorted = count > LongestSearched;
        if (!isSorted)
            return;
        scratch.Ensure(count);
        PositionSort.Sort(new Span<int>(members.Pointer, count), new Span<int>(scratch.Pointer, count), order.OfRight, 1);
    }

    /// <summary>Whether the array has an element equal to the left one, which is not null.</summary>
    public bool Contains(int left)
    {
        var positions = members.Pointer;
        if (!isSorted)
        {
            for (var i = 0; i < count; i++)
                if (order.Equal(left, positions[i]))
                    return true;
            return false;
        }

        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var comparison = order.Compare(left, positions[middle]);
            if (comparison == 0)
                return true;
            if (comparison < 0)
                high = middle - 1;
            else
                low = middle + 1;
        }

        return false;
    }

    public void Dispose()
    {
        members.Dispose();
        scratch.Dispose();
    }
}
