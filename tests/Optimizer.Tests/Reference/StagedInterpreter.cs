using Spindle.Columnar.Types;
using Spindle.Optimizer.Stages;
using Spindle.Optimizer.Tests.Staged;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Runs a staged query task by task, as the contracts of stages, exchanges and task inputs say. Tables are cut into splits of one or two rows.</summary>
internal sealed class StagedInterpreter(SmallTables tables, TaskPlanningSettings settings)
{
    private readonly Dictionary<int, Output> outputs = [];
    private readonly Dictionary<int, List<object?[]>> results = [];

    public int TasksRun { get; private set; }

    /// <summary>Stages that were changed by what they read.</summary>
    public int Changed { get; private set; }

    public List<object?[]> Run(StagedQuery query)
    {
        var adapted = new AdaptedStages(query, StageFilters.Of(query, true), settings, outputs.GetValueOrDefault,
            stage => Run(SubqueryLiterals.Replace(stage, stage.Subqueries.ToDictionary(s => s.Index, s => Value(results[s.StageId])))));
        adapted.Run();
        Changed += adapted.Absorbed + adapted.Adapted;
        return results[query.Result.Id];
    }

    private void Run(StagePlan stage)
    {
        // Each leaf an object of its own, by which its input is found.
        stage = stage with { Plan = stage.Plan.Transform(n => n.Children.Count == 0 ? Copy(n) : n) };
        var leaves = stage.Leaves.ToList();
        var tasks = TaskPlanning.Plan(stage, leaf => Splits((ScanExec)leaves[leaf]), id => outputs[id], settings);
        var rows = new List<List<object?[]>>();
        foreach (var inputs in tasks)
        {
            TasksRun++;
            var byLeaf = new Dictionary<PhysicalPlan, TaskInput>(ReferenceEqualityComparer.Instance);
            for (var i = 0; i < leaves.Count; i++)
                byLeaf[leaves[i]] = inputs[i];
            var interpreter = new PhysicalInterpreter(
                tables, leaf => Read(leaf, byLeaf[leaf]), branch => branch.SelfAndDescendants().Any(n => byLeaf.TryGetValue(n, out var input) && input is not NoInput));
            rows.Add(interpreter.Run(stage.Plan));
        }

        if (stage.Output is null)
            results[stage.Id] = rows.SelectMany(r => r).ToList();
        else
            outputs[stage.Id] = new Output(stage.Output, rows);
    }

    private static PhysicalPlan Copy(PhysicalPlan leaf) => leaf switch
    {
        ScanExec scan => scan with { },
        ValuesExec values => values with { },
        StageInputExec input => input with { },
        _ => leaf,
    };

    private static Literal Value(List<object?[]> rows) => rows.Count <= 1
        ? new Literal(rows.Count == 0 ? null : rows[0][0], DataType.Long)
        : throw new InvalidOperationException("SCALAR_SUBQUERY_TOO_MANY_ROWS");

    private ValueList<Split> Splits(ScanExec scan)
    {
        var count = tables.Rows(scan.Table.DisplayName).Count;
        return Enumerable.Range(0, (count + 1) / 2).Select(i => (Split)new RowSplit(i * 2, Math.Min(count, i * 2 + 2))).ToValueList();
    }

    private List<object?[]>? Read(PhysicalPlan leaf, TaskInput input) => (leaf, input) switch
    {
        (_, NoInput) => [],
        (ScanExec scan, SplitsInput splits) => splits.Splits.Cast<RowSplit>().SelectMany(s => tables.Rows(scan.Table.DisplayName)[s.From..s.To]).ToList(),
        (ValuesExec, WholeInput) => null,
        (StageInputExec stage, WholeInput) => outputs[stage.StageId].Read(outputs[stage.StageId].Whole),
        (StageInputExec stage, PartitionsInput partitions) => outputs[stage.StageId].Read(partitions),
        _ => throw new InvalidOperationException($"{leaf.Describe()} cannot read {input}"),
    };

    private sealed record RowSplit(int From, int To) : Split(To - From, 100);

    /// <summary>A stage's rows by map task and partition; a row counts as a hundred bytes.</summary>
    private sealed class Output : IStageSizes
    {
        private readonly List<List<object?[]>[]> blocks = [];

        public Output(Partitioning partitioning, List<List<object?[]>> maps)
        {
            var bounds = partitioning is RangePartitioning ordered ? Bounds(ordered, maps.SelectMany(m => m).ToList()) : [];
            for (var m = 0; m < maps.Count; m++)
            {
                var partitions = Enumerable.Range(0, partitioning is PassThroughPartitioning ? maps.Count : partitioning.Partitions).Select(_ => new List<object?[]>()).ToArray();
                for (var r = 0; r < maps[m].Count; r++)
                    partitions[Partition(partitioning, maps[m][r], m, r, bounds)].Add(maps[m][r]);
                blocks.Add(partitions);
            }
        }

        public int Maps => blocks.Count;

        public PartitionsInput Whole => new(0, blocks.Count == 0 ? 0 : blocks[0].Length);

        public long Bytes(int partition) => blocks.Sum(b => b[partition].Count * 100L);

        public long Bytes(int map, int partition) => blocks[map][partition].Count * 100L;

        public List<object?[]> Read(PartitionsInput input)
        {
            var rows = new List<object?[]>();
            for (var p = input.From; p < input.To; p++)
                for (var m = input.FirstMap; m < (input.LastMap < 0 ? blocks.Count : input.LastMap); m++)
                    rows.AddRange(blocks[m][p]);
            return rows;
        }

        private static int Partition(Partitioning partitioning, object?[] row, int map, int number, List<object?[]> bounds) => partitioning switch
        {
            HashPartitioning hash => (int)((uint)string.GetHashCode(LogicalInterpreter.Key([.. hash.Keys.Select(k => Evaluate(k, row))]), StringComparison.Ordinal) % hash.Partitions),
            RangePartitioning range => bounds.TakeWhile(b => RowExpressions.Compare(range.Keys, Leaf(b), Leaf(row)) <= 0).Count(),
            RoundRobinPartitioning turns => (map + number) % turns.Partitions,
            PassThroughPartitioning => map,
            _ => 0,
        };

        private static List<object?[]> Bounds(RangePartitioning range, List<object?[]> rows)
        {
            var order = Comparer<object?[]>.Create((a, b) => RowExpressions.Compare(range.Keys, Leaf(a), Leaf(b)));
            var sorted = rows.Order(order).ToList();
            return Enumerable.Range(1, range.Partitions - 1).Select(i => i * sorted.Count / range.Partitions).Where(i => i < sorted.Count).Select(i => sorted[i]).ToList();
        }

        private static object? Evaluate(Expression expression, object?[] row) => RowExpressions.Evaluate(expression, Leaf(row));

        private static Func<Expression, object?> Leaf(object?[] row) => e => row[((BoundReference)e).Ordinal];
    }
}
