using System.Globalization;
using Spindle.Optimizer.JoinOrder;
using Spindle.Optimizer.Rules;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Tests;

/// <summary>The search for join orders against trying every tree.</summary>
public sealed class JoinOrderTests
{
    [Fact]
    public void The_exact_search_finds_the_cheapest_of_all_trees()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var sql = RandomJoins(new Random(seed));
            var graph = Graph(sql);
            var cheapest = Cheapest(graph, graph.All, []);
            var found = ExactJoinOrder.Find(graph, int.MaxValue);
            Assert.True(found is not null && Math.Abs(found.Cost - cheapest!.Cost) <= cheapest.Cost * 1e-9, $"seed {seed}: {sql}\nfound {found}\ncheapest {cheapest}");
        }
    }

    [Fact]
    public void The_greedy_search_joins_everything_at_no_less_cost()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var graph = Graph(RandomJoins(new Random(seed)));
            var greedy = GreedyJoinOrder.Find(graph);
            Assert.NotNull(greedy);
            Assert.Equal(graph.All, greedy.Inputs);
            Assert.True(greedy.Cost >= ExactJoinOrder.Find(graph, int.MaxValue)!.Cost * 0.999999);
        }
    }

    [Fact]
    public void Past_the_limit_of_pairs_the_exact_search_gives_up() =>
        Assert.Null(ExactJoinOrder.Find(Graph("SELECT 1 FROM t a, t b, t c, t d WHERE a.a = b.a AND b.a = c.a AND c.a = d.a"), 3));

    [Fact]
    public void A_long_chain_is_ordered_exactly_within_the_limit()
    {
        var tables = string.Join(", ", Enumerable.Range(0, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{"tuv"[i % 3]} x{i}")));
        var joined = string.Join(" AND ", Enumerable.Range(1, 29).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i - 1}.{"abc"[i % 3]} + 0 = x{i}.{"bca"[i % 3]} + 0")));
        var graph = Graph($"SELECT 1 FROM {tables} WHERE {joined}");
        Assert.NotNull(ExactJoinOrder.Find(graph, OptimizerSettings.Default.MaxJoinPairs));
    }

    private static JoinGraph Graph(string sql)
    {
        var context = new PlanningContext(OptimizerSettings.Default);
        var plan = RuleList.Mandatory.Aggregate(Planning.Analyze(sql), (p, batch) => batch.Apply(p, context));
        while (plan is Project project)
            plan = project.Child;
        return JoinGraphBuilder.Build(plan, context.Estimator, input => input)!;
    }

    private static string RandomJoins(Random random)
    {
        var count = random.Next(2, 7);
        var from = string.Join(" CROSS JOIN ", Enumerable.Range(0, count).Select(i => $"{"tuv"[random.Next(3)]} x{i}"));
        var attached = random.Next(3) switch
        {
            0 => $" LEFT SEMI JOIN t y ON x{random.Next(count)}.a = y.b AND x{random.Next(count)}.c > y.c",
            1 => $" LEFT JOIN v y ON x{random.Next(count)}.a = y.a",
            _ => "",
        };
        var conditions = Enumerable.Range(1, count - 1).Where(_ => random.Next(8) > 0)
            .Select(i => $"x{random.Next(i)}.{"abc"[random.Next(3)]} {(random.Next(4) == 0 ? "<" : "=")} x{i}.{"abc"[random.Next(3)]}").ToList();
        for (var extra = random.Next(3); extra > 0; extra--)
            conditions.Add($"x{random.Next(count)}.b + x{random.Next(count)}.b = x{random.Next(count)}.c");
        conditions.Add("true");
        return $"SELECT 1 FROM {from}{attached} WHERE {string.Join(" AND ", conditions)}";
    }

    private static JoinTree? Cheapest(JoinGraph graph, ulong set, Dictionary<ulong, JoinTree?> known)
    {
        if (known.TryGetValue(set, out var tree))
            return tree;
        if (ulong.IsPow2(set))
            return known[set] = JoinTree.Of(graph, System.Numerics.BitOperations.TrailingZeroCount(set));
        JoinTree? best = null;
        for (var left = (set - 1) & set; left != 0; left = (left - 1) & set)
        {
            var right = set & ~left;
            if (left < right || !graph.AreConnected(left, right) || Cheapest(graph, left, known) is not { } a || Cheapest(graph, right, known) is not { } b)
                continue;
            if (JoinTree.Of(graph, a, b) is { } candidate && (best is null || candidate.Cost < best.Cost))
                best = candidate;
        }

        return known[set] = best;
    }
}
