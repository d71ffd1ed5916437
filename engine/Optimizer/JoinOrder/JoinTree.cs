namespace Spindle.Optimizer.JoinOrder;

/// <summary>The cheapest way found to join a set of inputs.</summary>
/// <param name="Left">Null for a single input.</param>
internal sealed record JoinTree(ulong Inputs, double Rows, double Cost, JoinTree? Left, JoinTree? Right)
{
    /// <summary>A row of a build side is stored and hashed; a probing row only looks up.</summary>
    private const double BuildRow = 2;
    private const double ProbeRow = 0.5;

    /// <summary>The join of two trees; null where one of them is an attached input that cannot be joined to the other.</summary>
    public static JoinTree? Of(JoinGraph graph, JoinTree a, JoinTree b)
    {
        var (left, right) = graph.Attached(a.Inputs) is null ? (a, b) : (b, a);
        if (graph.Attached(left.Inputs) is not null || (graph.Attached(right.Inputs) is { } attached && (attached.Needs & ~left.Inputs) != 0))
            return null;
        var rows = graph.Rows(left.Inputs | right.Inputs);
        var cost = left.Cost + right.Cost + rows + (BuildRow * Math.Min(left.Rows, right.Rows)) + (ProbeRow * Math.Max(left.Rows, right.Rows));
        return new JoinTree(left.Inputs | right.Inputs, rows, cost, left, right);
    }

    /// <summary>A single input; an attached one has rows of its own, whatever it does to those that it is joined to.</summary>
    public static JoinTree Of(JoinGraph graph, int input) => new(1UL << input, Math.Max(1, graph.Inputs[input].Estimate.Rows), 0, null, null);
}
