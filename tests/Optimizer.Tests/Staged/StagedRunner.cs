using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution;
using Spindle.Execution.Exchange;
using Spindle.Execution.Tasks;
using Spindle.Optimizer.Stages;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Plans.Stages;
using Spindle.Sources;
using Spindle.Tpch.Sources;
using Spindle.Wire.Plans;

namespace Spindle.Optimizer.Tests.Staged;

/// <summary>Runs staged queries with the engine's own tasks and exchanges, one task after the other in this process, each stage and its inputs sent as bytes first.</summary>
internal sealed class StagedRunner(MemoryBudget budget, BlockFolder folder, TaskPlanningSettings settings) : IStageBlocks, IDisposable
{
    private static readonly PlanCodec Codec = new([.. TpchOpener.Types, typeof(TestDescriptor)]);

    private readonly Dictionary<int, List<MapOutput>> outputs = [];
    private readonly Dictionary<int, List<object?[]>> results = [];
    private readonly Dictionary<int, KeyDigest> keys = [];
    private StageFilters? filters;

    /// <summary>Stages of scans that were sent keys of other stages.</summary>
    public int Filtered { get; private set; }

    public int TasksRun { get; private set; }

    public List<object?[]> Run(StagedQuery query)
    {
        filters = StageFilters.Of(query, pruneSplits: true);
        new AdaptedStages(filters.Query, filters, settings, id => outputs.TryGetValue(id, out var maps) ? new Sizes(maps) : null,
            stage => Run(SubqueryLiterals.Replace(stage, stage.Subqueries.ToDictionary(s => s.Index, s => Value(query.Stages[s.StageId], results[s.StageId]))))).Run();
        return results[query.Result.Id];
    }

    public long EpochOf(StageInputExec input) => 0;

    public IBatchReader Open(StageInputExec input, TaskInput part, BlockContext context)
    {
        var maps = outputs[input.StageId];
        var read = part as PartitionsInput ?? new PartitionsInput(0, maps.Max(m => m.FirstPartition + m.Bytes.Count));
        var cursors = from p in Enumerable.Range(read.From, read.To - read.From)
                      from m in Enumerable.Range(read.FirstMap, (read.LastMap < 0 ? maps.Count : read.LastMap) - read.FirstMap)
                      let cursor = maps[m].Open(p)
                      where cursor is not null
                      select cursor;
        return new BlockReader(cursors, input.Columns, context);
    }

    public void Dispose()
    {
        foreach (var output in outputs.Values.SelectMany(o => o))
            output.Dispose();
    }

    private void Run(StagePlan stage)
    {
        var leaves = stage.Leaves.ToList();
        stage = ScanKeys.Publish(stage, keys);
        Filtered += stage.Published.Count > 0 && leaves.OfType<ScanExec>().Any(s => s.RuntimeFilters.Any(t => stage.Published.Any(k => k.FilterId == t.FilterId))) ? 1 : 0;
        var tasks = TaskPlanning.Plan(stage, leaf => Splits((ScanExec)leaves[leaf]), id => new Sizes(outputs[id]), settings);
        if (stage.Output is RangePartitioning range)
            stage = stage with { Output = range with { Bounds = Bounds(range, stage, tasks) } };
        var sent = Codec.Encode(TravellingStage.Of(stage));
        var rows = new List<object?[]>();
        var maps = new List<MapOutput>();
        for (var t = 0; t < tasks.Count; t++)
        {
            var inputs = Codec.Decode<TaskInputs>(Codec.Encode(new TaskInputs(tasks[t]))).Leaves;
            using var writer = stage.Output is null ? null : new MapOutputWriter(stage.Output, t, folder, budget, ExchangeOptions.Default);
            using var collector = writer is null ? null : new KeyCollector(writer, stage.Collected, budget);
            Run(Codec.Decode<StagePlan>(sent), inputs, t, collector ?? (ITaskOutput)new RowList(rows));
            if (collector is not null)
                foreach (var digest in Codec.Decode<KeyDigests>(Codec.Encode(new KeyDigests(collector.Finish()))).All)
                    keys[digest.FilterId] = keys.TryGetValue(digest.FilterId, out var before) ? KeyDigest.Merge(before, digest) : digest;
            if (writer is not null)
                maps.Add(writer.Finish());
        }

        if (stage.Output is null)
            results[stage.Id] = rows;
        else
            outputs[stage.Id] = maps;
    }

    private void Run(StagePlan stage, IReadOnlyList<TaskInput> inputs, int task, ITaskOutput output)
    {
        TasksRun++;
        TaskRunner.Run(stage, inputs, new TaskIdentity(1, stage.Id, task, 0), this, new TableOpeners([new TpchOpener()], []), output, budget, new QuerySettings(1), default);
    }

    private static ValueList<Split> Splits(ScanExec scan) => ((ITable)scan.Table).PlanSplits(new ScanRequest(scan.Columns, scan.Filters));

    private static Literal Value(StagePlan stage, List<object?[]> rows) => rows.Count <= 1
        ? new Literal(rows.Count == 0 ? null : rows[0][0], stage.Plan.Schema.Fields[0].Type)
        : throw new InvalidOperationException("SCALAR_SUBQUERY_TOO_MANY_ROWS");

    /// <summary>The keys of all rows, sorted, of which every so manyth is a bound.</summary>
    private ValueList<ValueList<Expression>> Bounds(RangePartitioning range, StagePlan stage, IReadOnlyList<ValueList<TaskInput>> tasks)
    {
        var rows = new List<object?[]>();
        var keys = stage with { Plan = new ProjectExec(range.Keys.Select((k, i) => new NamedExpression(k.Expression, $"k{i}")).ToValueList(), stage.Plan), Output = null };
        for (var t = 0; t < tasks.Count; t++)
            Run(keys, tasks[t], t, new RowList(rows));
        var schema = keys.Plan.Schema;
        var literals = rows.Select(r => r.Select((v, i) => (Expression)new Literal(v, schema.Fields[i].Type)).ToValueList()).ToValueList();
        var order = range.Keys.Select((k, i) => k with { Expression = new BoundReference(i, k.Expression.Type, true, "") }).ToValueList();
        var sorted = new List<object?[]>();
        using var execution = new LocalRunner(budget).Run(new SortExec(order, new ValuesExec(schema, literals)), new QuerySettings(1), default);
        while (execution.Next() is { } batch)
        {
            new RowList(sorted).Write(batch);
            batch.Release();
        }

        var bounds = Enumerable.Range(1, range.Partitions - 1).Select(i => (int)((long)i * sorted.Count / range.Partitions)).Where(i => i < sorted.Count).Distinct();
        return bounds.Select(i => sorted[i].Select((v, k) => (Expression)new Literal(v, schema.Fields[k].Type)).ToValueList()).Distinct().ToValueList();
    }

    private sealed class RowList(List<object?[]> rows) : ITaskOutput
    {
        public void Write(RecordBatch batch)
        {
            for (var i = 0; i < batch.Rows; i++)
            {
                var row = new object?[batch.Columns.Length];
                for (var c = 0; c < row.Length; c++)
                    row[c] = batch[c].Read(batch.Lane(i));
                rows.Add(row);
            }
        }
    }

    private sealed class Sizes(List<MapOutput> maps) : IStageSizes
    {
        public int Maps => maps.Count;

        public long Bytes(int partition) => Enumerable.Range(0, Maps).Sum(m => Bytes(m, partition));

        public long Bytes(int map, int partition) =>
            partition - maps[map].FirstPartition is >= 0 and var place && place < maps[map].Bytes.Count ? maps[map].Bytes[place] : 0;
    }
}
