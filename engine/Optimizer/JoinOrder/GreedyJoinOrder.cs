namespace Spindle.Optimizer.JoinOrder;

/// <summary>Joins, again and again, the two trees whose join costs least; for trees of joins too large to compare all orders. Cross products only when nothing else is left.</summary>
internal static class GreedyJoinOrder
{
    public static JoinTree? Find(JoinGraph graph)
    {
        var trees = Enumerable.Range(0, graph.Inputs.Count).Select(i => JoinTree.Of(graph, i)).ToList();
        while (trees.Count > 1)
        {
            var next = Cheapest(graph, trees, connected: true) ?? Cheapest(graph, trees, connected: false);
            if (next is null)
                return null;
            trees.Remove(next.Left!);
            trees.Remove(next.Right!);
            trees.Add(next);
        }

        return trees[0];
    }

    private static JoinTree? Cheapest(JoinGraph graph, List<JoinTree> trees, bool connected)
    {
        JoinTree? best = null;
        for (var i = 0; i < trees.Count; i++)
            for (var j = i + 1; j < trees.Count; j++)
                if ((!connected || graph.AreConnected(trees[i].Inputs, trees[j].Inputs)) && JoinTree.Of(graph, trees[i], trees[j]) is { } tree
                    && (best is null || Added(tree) < Added(best)))
                    best = tree;
        return best;
    }

    private static double Added(JoinTree tree) => tree.Cost - tree.Left!.Cost - tree.Right!.Cost;
}
