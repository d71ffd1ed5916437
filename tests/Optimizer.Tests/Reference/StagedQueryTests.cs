using Spindle.Columnar.Errors;
using Spindle.Optimizer.Stages;
using Spindle.Plans.Logical;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Random queries answer the same in one process and cut into stages, whatever is copied and whatever dealt out.</summary>
public sealed class StagedQueryTests(ITestOutputHelper output)
{
    private static readonly (Topology Topology, TaskPlanningSettings Tasks)[] Modes =
    [
        (Topology.Cluster(2, 2, 4, -1, -1), new() { Adaptive = false, Slots = 4, MinimumBytes = 1 }),
        (Topology.Cluster(2, 2, 3, 1_000_000, -1), new() { Slots = 3, MinimumBytes = 1, PartitionBytes = 200 }),
        (Topology.Cluster(2, 2, 5, 5_000, 5_000), new() { BroadcastBytes = -1, Slots = 2, MinimumBytes = 1, PartitionBytes = 200, SkewBytes = 100, SkewFactor = 1 }),
        (Topology.Cluster(2, 2, 6, -1, -1), new() { BroadcastBytes = 1_000_000, Processes = 0, Slots = 8, MinimumBytes = 1, PartitionBytes = 100 }),
        (Topology.Cluster(2, 2, 2, -1, -1), new() { BroadcastBytes = 300, Slots = 8, MinimumBytes = 1, PartitionBytes = 100, SkewBytes = 100, SkewFactor = 1 }),
    ];

    [Fact]
    public void Stages_answer_as_one_process_does()
    {
        var rounds = TestTiers.Choose(150, 5_000, 200_000);
        var first = int.Parse(Environment.GetEnvironmentVariable("SPINDLE_SEED") ?? "1", System.Globalization.CultureInfo.InvariantCulture);
        int run = 0, stages = 0, tasks = 0, changed = 0;
        for (var seed = first; seed < first + rounds; seed++)
        {
            var random = new Random(seed);
            var tables = new SmallTables(random);
            var sql = new RandomQuery(random).Next();
            LogicalPlan plan;
            try
            {
                plan = Planning.Analyze(sql, tables);
            }
            catch (SpindleException refusal) when (refusal.ErrorClass.Name != "INTERNAL_ERROR")
            {
                continue;
            }

            run++;
            var expected = Answer(() => new PhysicalInterpreter(tables).Run(new QueryPlanner(OptimizerSettings.Default, Topology.OneProcess).Plan(plan)));
            foreach (var (topology, settings) in Modes)
            {
                var physical = new QueryPlanner(OptimizerSettings.Default, topology).Plan(plan);
                var staged = StageCutter.Cut(physical);
                var interpreter = new StagedInterpreter(tables, settings);
                var found = Answer(() => interpreter.Run(staged));
                stages += staged.Stages.Count;
                tasks += interpreter.TasksRun;
                changed += interpreter.Changed;
                if (found != expected)
                    Assert.Fail($"seed {seed}, {settings}\n{sql}\n{tables}\nexpected\n{expected}\nfound\n{found}\n{physical}");
            }
        }

        output.WriteLine($"{run} queries, {stages} stages, {changed} of them changed, {tasks} tasks");
        Assert.True(run > rounds / 2 && tasks > 2 * stages && changed > rounds / 10);
    }

    private static string Answer(Func<List<object?[]>> run)
    {
        try
        {
            return string.Join("\n", run().Select(LogicalInterpreter.Key).Order(StringComparer.Ordinal));
        }
        catch (InvalidOperationException error) when (error.Message == "SCALAR_SUBQUERY_TOO_MANY_ROWS")
        {
            return error.Message;
        }
    }
}
