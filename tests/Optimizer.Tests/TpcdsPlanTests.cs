using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Optimizer.Stages;
using Spindle.Plans.Logical;
using Spindle.Sources;
using Spindle.Sql.Parsing;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Optimizer.Tests;

/// <summary>Every TPC-DS query has a plan, with the optimiser on and off.</summary>
public sealed class TpcdsPlanTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_query_has_a_plan(bool enabled)
    {
        if (!SharedData.TryFind("tpcds/queries", out var folder))
            return;
        int planned = 0, refused = 0;
        var failed = new List<string>();
        var catalog = TpcdsCatalog.Read();
        var planner = new QueryPlanner(new OptimizerSettings { Enabled = enabled }, Topology.OneProcess);
        var cluster = new QueryPlanner(new OptimizerSettings { Enabled = enabled }, Topology.Cluster(2, 2, 8));
        foreach (var file in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            LogicalPlan plan;
            try
            {
                plan = Planning.Analyze(File.ReadAllText(file), catalog);
            }
            catch (SpindleException refusal)
            {
                // What is refused before planning is for Analysis' own tests to say.
                output.WriteLine($"{Path.GetFileNameWithoutExtension(file)} is not planned: {refusal.Message}");
                refused++;
                continue;
            }

            try
            {
                planned++;
                var physical = planner.Plan(plan);
                Assert.Equal(plan.Output.Select(c => c.Type), physical.Schema.Fields.Select(f => f.Type));
                var staged = StageCutter.Cut(cluster.Plan(plan));
                Assert.Equal(physical.Schema.Fields.Select(f => f.Type), staged.Result.Plan.Schema.Fields.Select(f => f.Type));
                Assert.All(staged.Stages, s => Assert.All(s.Inputs.Concat(s.Subqueries.Select(q => q.StageId)), i => Assert.True(i < s.Id)));
                Assert.All(staged.Stages, Travels.There);
                Assert.All(staged.Stages, s => Assert.NotEmpty(TaskPlanning.Plan(s, _ => [], _ => NoSizes.Instance, new TaskPlanningSettings())));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                failed.Add($"{Path.GetFileNameWithoutExtension(file)}: {error.GetType().Name} {error.Message} {string.Join(' ', error.StackTrace!.Split('\n').Take(4))}");
            }
        }

        failed.ForEach(output.WriteLine);
        Assert.Empty(failed);
        Assert.True(planned > refused, $"{planned} planned, {refused} refused");
    }

    private sealed class NoSizes : IStageSizes
    {
        public static readonly NoSizes Instance = new();

        public int Maps => 1;

        public long Bytes(int partition) => 0;

        public long Bytes(int map, int partition) => 0;
    }

    /// <summary>The tables that Analysis' tests describe, a column a line.</summary>
    private sealed class TpcdsCatalog(Dictionary<string, StructType> tables) : ICatalog
    {
        public static TpcdsCatalog Read()
        {
            var path = Path.Combine(Repository.Root, "tests", "Analysis.Tests", "Schemas", "tpcds.txt");
            var tables = new Dictionary<string, StructType>(StringComparer.OrdinalIgnoreCase);
            foreach (var line in File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#'))
            {
                var parts = line.Split(':', 2);
                tables[parts[0].Trim()] = SqlParser.ParseSchema(parts[1]);
            }

            return new TpcdsCatalog(tables);
        }

        public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options) =>
            tables.TryGetValue(parts[^1], out var schema) ? new TableEntry(parts, new TestTable(parts[^1], schema, TableStatistics.Unknown(schema.Fields.Count))) : null;

        public IEnumerable<string> Names() => tables.Keys;
    }
}
