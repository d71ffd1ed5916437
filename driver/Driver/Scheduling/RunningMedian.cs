namespace Spindle.Driver.Scheduling;

/// <summary>The median of what has been added so far: the lower half in one heap, the upper in another.</summary>
internal sealed class RunningMedian
{
    private readonly PriorityQueue<long, long> lower = new();
    private readonly PriorityQueue<long, long> upper = new();

    public int Count => lower.Count + upper.Count;

    public long Median => lower.Count == 0 ? 0 : lower.Peek();

    public void Add(long value)
    {
        if (lower.Count > 0 && value > lower.Peek())
            upper.Enqueue(value, value);
        else
            lower.Enqueue(value, -value);
        if (lower.Count > upper.Count + 1)
            Move(lower, upper, 1);
        else if (upper.Count > lower.Count)
            Move(upper, lower, -1);
    }

    private static void Move(PriorityQueue<long, long> from, PriorityQueue<long, long> to, int sign)
    {
        var value = from.Dequeue();
        to.Enqueue(value, sign * value);
    }
}
