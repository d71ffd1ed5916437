using System.Globalization;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution;
using Spindle.Execution.Exchange;
using Spindle.Optimizer.Stages;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Sources;
using Spindle.Tpch;
using Spindle.Tpch.Queries;
using Spindle.Tpch.Sources;
using Xunit.Abstractions;

namespace Spindle.Optimizer.Tests.Staged;

/// <summary>The 22 queries and what they leave out, run in stages by the engine itself, answer as in one process.</summary>
public sealed class StagedTpchTests(ITestOutputHelper output)
{
    private static readonly (Topology Topology, TaskPlanningSettings Tasks)[] Modes =
    [
        (Topology.Cluster(2, 2, 5), new() { Slots = 4, MinimumBytes = 1 }),
        (Topology.Cluster(2, 2, 5), new() { Slots = 4, MinimumBytes = 1, OneTaskBytes = -1 }),
        (Topology.Cluster(2, 2, 3, -1, -1), new() { BroadcastBytes = -1, OneTaskBytes = -1, Slots = 3, MinimumBytes = 1, PartitionBytes = 20_000, SkewBytes = 20_000, SkewFactor = 1 }),
        (Topology.Cluster(2, 2, 3, -1, -1) with { FilterBuildBytes = long.MaxValue, FilterScanBytes = 0 }, new() { BroadcastBytes = -1, OneTaskBytes = -1, Slots = 3, MinimumBytes = 1, PartitionBytes = 20_000 }),
        (Topology.Cluster(2, 2, 4, -1, -1) with { FilterBuildBytes = long.MaxValue, FilterScanBytes = 0 }, new() { BroadcastBytes = 100_000, OneTaskBytes = 20_000, Slots = 3, MinimumBytes = 1, PartitionBytes = 20_000 }),
    ];

    private static readonly string[] Others =
    [
        "SELECT l_returnflag, count(DISTINCT l_suppkey), sum(DISTINCT l_linenumber), min(l_comment) FROM lineitem GROUP BY l_returnflag",
        "SELECT count(DISTINCT l_suppkey), avg(l_tax), stddev(l_quantity), max(l_shipdate) FROM lineitem",
        "SELECT count(*), sum(l_tax), max(l_comment) FROM lineitem WHERE l_orderkey < 0",
        "SELECT l_orderkey, l_linenumber, l_comment FROM lineitem ORDER BY l_comment DESC, l_orderkey, l_linenumber",
        "SELECT o_orderkey, row_number() OVER (PARTITION BY o_custkey ORDER BY o_totalprice, o_orderkey), sum(o_totalprice) OVER (PARTITION BY o_custkey) FROM orders",
        "SELECT c_custkey, rank() OVER (ORDER BY c_acctbal DESC, c_custkey) FROM customer",
        "SELECT o_orderpriority, l_shipmode, count(*), sum(l_quantity) FROM orders JOIN lineitem ON o_orderkey = l_orderkey GROUP BY ROLLUP (o_orderpriority, l_shipmode)",
        "SELECT c_custkey, o_orderkey FROM customer FULL JOIN (SELECT * FROM orders WHERE o_orderkey % 7 = 0) o ON c_custkey = o_custkey",
        "SELECT c_name FROM customer WHERE c_custkey NOT IN (SELECT o_custkey FROM orders WHERE o_orderkey % 3 = 0)",
        "SELECT n_name, c FROM nation LEFT JOIN (SELECT c_nationkey, count(*) c FROM customer WHERE c_acctbal > 9000 GROUP BY c_nationkey) x ON n_nationkey = c_nationkey",
        "SELECT s_name FROM supplier UNION ALL SELECT max(c_name) FROM customer UNION ALL SELECT 'x' UNION SELECT n_name FROM nation",
        "SELECT n_name, r_name FROM nation FULL JOIN region ON n_regionkey < r_regionkey",
        "SELECT id % 3, count(*), sum(id) FROM range(1000000) GROUP BY id % 3",
        "WITH g AS (SELECT l_suppkey k, sum(l_quantity) q FROM lineitem GROUP BY l_suppkey) SELECT a.k, b.k FROM g a JOIN g b ON a.q = b.q WHERE a.q > (SELECT avg(q) FROM g)",
        "SELECT /*+ REPARTITION(7) */ o_orderkey FROM orders WHERE o_orderkey < 1000",
        "SELECT o_custkey, collect_set(o_orderstatus), percentile(o_totalprice, 0.5), count_if(o_orderkey > 100) FROM orders WHERE o_custkey < 50 GROUP BY o_custkey",
        "SELECT max_by(o_orderkey, o_totalprice), min_by(o_orderkey, o_totalprice), corr(o_totalprice, o_custkey), sum(cast(o_totalprice AS double)) FROM orders",
    ];

    public static TheoryData<int> Queries() => [.. Enumerable.Range(1, TpchQueries.Count + Others.Length)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Stages_answer_as_one_process_does(int number)
    {
        var sql = number <= TpchQueries.Count ? TpchQueries.Text(number) : Others[number - TpchQueries.Count - 1];
        var plan = Planning.Analyze(sql, new SmallTpch());
        var expected = Local(new QueryPlanner(OptimizerSettings.Default, Topology.OneProcess).Plan(plan));
        var isOrdered = sql.Contains("ORDER BY", StringComparison.Ordinal) && !sql.Contains("OVER", StringComparison.Ordinal);
        foreach (var (topology, settings) in Modes)
        {
            var budget = new MemoryBudget();
            using (var folder = new BlockFolder(Path.Combine(Path.GetTempPath(), "spindle-staged-" + Guid.NewGuid().ToString("N"))))
            using (var runner = new StagedRunner(budget, folder, settings))
            {
                var physical = new QueryPlanner(OptimizerSettings.Default, topology).Plan(plan);
                var found = runner.Run(StageCutter.Cut(physical)).Select(Text).ToList();
                output.WriteLine($"{found.Count} rows of {runner.TasksRun} tasks, {runner.Filtered} stages with keys of others");
                Assert.Equal(isOrdered ? expected : [.. expected.Order(StringComparer.Ordinal)], isOrdered ? found : [.. found.Order(StringComparer.Ordinal)]);
            }

            Assert.Equal(0, budget.Used);
        }
    }

    private static List<string> Local(PhysicalPlan plan)
    {
        var rows = new List<string>();
        using var execution = new LocalRunner(new MemoryBudget()).Run(plan, new QuerySettings(1), default);
        while (execution.Next() is { } batch)
        {
            for (var i = 0; i < batch.Rows; i++)
                rows.Add(Text([.. Enumerable.Range(0, batch.Columns.Length).Select(c => batch[c].Read(batch.Lane(i)))]));
            batch.Release();
        }

        return rows;
    }

    // Sums of doubles depend on the order of their terms, sets on who came first.
    private static string Text(object?[] row) => string.Join("|", row.Select(v => v switch
    {
        double d => d.ToString("G9", CultureInfo.InvariantCulture),
        ValueList<object?> list => string.Join(",", list.Select(i => i?.ToString() ?? "null").Order(StringComparer.Ordinal)),
        _ => v?.ToString() ?? "null",
    }));

    private sealed class SmallTpch : ICatalog
    {
        public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options) =>
            TpchTable.Find(parts[^1], new Scale(0.01)) is { } table ? new TableEntry(parts, table) : null;

        public IEnumerable<string> Names() => [];
    }
}
