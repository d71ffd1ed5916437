using System.Numerics;

namespace Spindle.Optimizer.JoinOrder;

/// <summary>
/// Dynamic programming over connected subgraphs of a hypergraph (DPhyp, Moerkotte and Neumann 2008): visits each pair of disjoint connected sets that an edge connects
/// exactly once, smaller sets before those that contain them.
/// </summary>
internal sealed class ExactJoinOrder
{
    private readonly JoinGraph graph;
    private readonly int maxPairs;
    private readonly Dictionary<ulong, JoinTree> best = [];
    private int pairs;

    private ExactJoinOrder(JoinGraph graph, int maxPairs)
    {
        this.graph = graph;
        this.maxPairs = maxPairs;
    }

    /// <summary>The cheapest tree; null where there are more pairs than allowed.</summary>
    public static JoinTree? Find(JoinGraph graph, int maxPairs)
    {
        var search = new ExactJoinOrder(graph, maxPairs);
        search.Run();
        return search.pairs > maxPairs ? null : search.best.GetValueOrDefault(graph.All);
    }

    private void Run()
    {
        for (var i = 0; i < graph.Inputs.Count; i++)
            best[1UL << i] = JoinTree.Of(graph, i);
        for (var i = graph.Inputs.Count - 1; i >= 0 && pairs <= maxPairs; i--)
        {
            EmitSubgraph(1UL << i);
            GrowSubgraph(1UL << i, UpTo(i));
        }
    }

    private void GrowSubgraph(ulong set, ulong excluded)
    {
        var neighbours = Neighbours(set, excluded);
        foreach (var added in Subsets(neighbours))
            if (best.ContainsKey(set | added))
                EmitSubgraph(set | added);
        foreach (var added in Subsets(neighbours))
        {
            if (pairs > maxPairs)
                return;
            GrowSubgraph(set | added, excluded | neighbours);
        }
    }

    private void EmitSubgraph(ulong set)
    {
        var excluded = set | UpTo(BitOperations.TrailingZeroCount(set));
        var neighbours = Neighbours(set, excluded);
        for (var rest = neighbours; rest != 0;)
        {
            var highest = 63 - BitOperations.LeadingZeroCount(rest);
            rest &= ~(1UL << highest);
            var other = 1UL << highest;
            if (graph.AreConnected(set, other))
                EmitPair(set, other);
            GrowComplement(set, other, excluded | (UpTo(highest) & neighbours));
        }
    }

    private void GrowComplement(ulong set, ulong other, ulong excluded)
    {
        if (pairs > maxPairs)
            return;
        var neighbours = Neighbours(other, excluded | set);
        foreach (var added in Subsets(neighbours))
            if (best.ContainsKey(other | added) && graph.AreConnected(set, other | added))
                EmitPair(set, other | added);
        foreach (var added in Subsets(neighbours))
            GrowComplement(set, other | added, excluded | neighbours);
    }

    private void EmitPair(ulong a, ulong b)
    {
        pairs++;
        if (!best.TryGetValue(a, out var left) || !best.TryGetValue(b, out var right) || JoinTree.Of(graph, left, right) is not { } tree)
            return;
        if (!best.TryGetValue(tree.Inputs, out var known) || tree.Cost < known.Cost)
            best[tree.Inputs] = tree;
    }

    /// <summary>One input, the lowest, of each set that an edge leads to from here.</summary>
    private ulong Neighbours(ulong set, ulong excluded)
    {
        var neighbours = 0UL;
        foreach (var edge in graph.Edges)
        {
            if ((edge.Left & ~set) == 0 && (edge.Right & (set | excluded)) == 0)
                neighbours |= edge.Right & (0 - edge.Right);
            if ((edge.Right & ~set) == 0 && (edge.Left & (set | excluded)) == 0)
                neighbours |= edge.Left & (0 - edge.Left);
        }

        return neighbours;
    }

    private static ulong UpTo(int input) => (2UL << input) - 1;

    /// <summary>The non-empty subsets, smaller numbers first, so that a subset comes before what contains it.</summary>
    private static IEnumerable<ulong> Subsets(ulong set)
    {
        for (var subset = (0 - set) & set; subset != 0; subset = (subset - set) & set)
            yield return subset;
    }
}
