namespace Spindle.Functions.Scalars.Nested.Arrays;

/// <summary>A stable sort of positions of elements that are not null: insertion into short runs, then merges.</summary>
internal static class PositionSort
{
    private const int Run = 16;

    /// <param name="positions">Sorted in place.</param>
    /// <param name="scratch">As many places.</param>
    /// <param name="order">Its left and right vectors are one.</param>
    /// <param name="sign">1 for rising, -1 for falling.</param>
    public static void Sort<TOrder>(Span<int> positions, Span<int> scratch, TOrder order, int sign) where TOrder : struct, IElementOrder<TOrder>
    {
        for (var start = 0; start < positions.Length; start += Run)
            Insert(positions[start..Math.Min(start + Run, positions.Length)], order, sign);
        var from = positions;
        var to = scratch;
        var inScratch = false;
        for (var width = Run; width < positions.Length; width *= 2)
        {
            for (var start = 0; start < positions.Length; start += 2 * width)
            {
                var middle = Math.Min(start + width, positions.Length);
                var end = Math.Min(middle + width, positions.Length);
                Merge(from[start..middle], from[middle..end], to[start..end], order, sign);
            }

            var swapped = from;
            from = to;
            to = swapped;
            inScratch = !inScratch;
        }

        if (inScratch)
            from.CopyTo(positions);
    }

    private static void Insert<TOrder>(Span<int> positions, TOrder order, int sign) where TOrder : struct, IElementOrder<TOrder>
    {
        for (var i = 1; i < positions.Length; i++)
        {
            var (value, at) = (positions[i], i);
            for (; at > 0 && order.Compare(positions[at - 1], value) * sign > 0; at--)
                positions[at] = positions[at - 1];
            positions[at] = value;
        }
    }

    private static void Merge<TOrder>(ReadOnlySpan<int> left, ReadOnlySpan<int> right, Span<int> target, TOrder order, int sign) where TOrder : struct, IElementOrder<TOrder>
    {
        var (l, r) = (0, 0);
        for (var i = 0; i < target.Length; i++)
            target[i] = r == right.Length || (l < left.Length && order.Compare(left[l], right[r]) * sign <= 0) ? left[l++] : right[r++];
    }
}
