using Spindle.Columnar.Errors;
using Spindle.Plans.Logical;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Random queries answer the same as analysed, as planned with the optimiser off, with it on, and with joins ordered greedily.</summary>
public sealed class RandomQueryTests(ITestOutputHelper output)
{
    private static readonly OptimizerSettings[] Modes =
    [
        new() { Enabled = false },
        new(),
        new() { MaxJoinPairs = 0, RuntimeFilters = false },
    ];

    [Fact]
    public void A_plan_answers_as_the_query_does()
    {
        var rounds = TestTiers.Choose(250, 5_000, 200_000);
        var first = int.Parse(Environment.GetEnvironmentVariable("SPINDLE_SEED") ?? "1", System.Globalization.CultureInfo.InvariantCulture);
        int run = 0, refused = 0, withRows = 0;
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
                refused++;
                continue;
            }

            run++;
            var expected = Text(new LogicalInterpreter(tables).Run(plan));
            withRows += expected.Length > 0 ? 1 : 0;
            foreach (var settings in Modes)
            {
                string found;
                var planner = new QueryPlanner(settings, Topology.OneProcess);
                try
                {
                    found = Text(new PhysicalInterpreter(tables).Run(planner.Plan(plan)));
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    Assert.Fail($"seed {seed}, {settings}\n{sql}\n{plan}\n{error}");
                    throw;
                }

                if (found != expected)
                    Assert.Fail($"seed {seed}, {settings}\n{sql}\n{tables}\nexpected\n{expected}\nfound\n{found}\n{plan}\n{planner.Optimize(plan)}\n{planner.Plan(plan)}");
            }
        }

        output.WriteLine($"{run} queries, {withRows} with rows; {refused} refused by analysis");
        Assert.True(run > rounds / 2 && withRows > run / 4);
    }

    private static string Text(List<object?[]> rows) => string.Join("\n", rows.Select(LogicalInterpreter.Key).Order(StringComparer.Ordinal));
}
