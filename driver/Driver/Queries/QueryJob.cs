using System.Diagnostics;
using Google.Protobuf;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Driver.Cluster;
using Spindle.Driver.Jobs;
using Spindle.Driver.Programs;
using Spindle.Optimizer.Stages;
using Spindle.Plans;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Plans.UserCode;
using Spindle.Sources;
using Spindle.Wire.Plans;
using ByteString = Google.Protobuf.ByteString;

namespace Spindle.Driver.Queries;

/// <summary>
/// One query: what its stages and tasks are in full, of which the scheduler knows the numbers only. A stage whose output is dealt out by ranges has a sampling stage before it, numbered past
/// the query's own.
/// </summary>
internal sealed class QueryJob
{
    private readonly StagePlan[] stages;
    private readonly HashSet<int> absorbed = [];
    private readonly QueryFigures figures;
    private readonly StageFilters filters;
    private readonly CollectedKeys keys = new();
    private readonly PlanCodec codec;
    private readonly TaskPlanningSettings planning;
    private readonly RowDecoder decoder;
    private readonly ProgramCatalog programs;
    private readonly Dictionary<int, PlannedStage> planned = [];
    private readonly Dictionary<(int Stage, int Partition), ResultRows> values = [];
    private readonly HashSet<(int Stage, int Partition)> counted = [];
    private readonly Lock gate = new();

    public QueryJob(JobId id, StagedQuery query, StageFilters filters, QueryFigures figures, PlanCodec codec, TaskPlanningSettings planning, RowDecoder decoder, ProgramCatalog programs)
    {
        Id = id;
        stages = [.. query.Stages];
        this.figures = figures;
        this.filters = filters;
        this.codec = codec;
        this.planning = planning;
        this.decoder = decoder;
        this.programs = programs;
    }

    public JobId Id { get; }

    private int Count => stages.Length;

    /// <summary>The query as the scheduler sees it.</summary>
    public JobSpec Spec(string description, string pool, string? group)
    {
        var specs = new List<StageSpec>();
        foreach (var stage in stages)
        {
            var inputs = stage.Inputs.ToValueList();
            var after = stage.Subqueries.Select(s => s.StageId).Concat(filters.Waits(stage.Id)).ToList();
            if (NeedsSample(stage))
            {
                specs.Add(new StageSpec(Count + stage.Id, StageKind.Value, inputs, after.ToValueList()));
                after.Add(Count + stage.Id);
            }

            var kind = stage.Id == Count - 1 ? StageKind.Result : stage.Output is null ? StageKind.Value : StageKind.Map;
            specs.Add(new StageSpec(stage.Id, kind, inputs, after.ToValueList(), Math.Max(1, stage.Output?.Partitions ?? 1), Commits: stage.Plan is WriteExec { Sink: TableSinkDescriptor { IsArbitrated: true } }, Dataset: stage.Cached?.Id ?? 0));
        }

        return new JobSpec(specs.ToValueList(), pool, group, description);
    }

    /// <summary>The stages whose output the stage's tasks read.</summary>
    public IEnumerable<int> Inputs(int stage) => Of(stage).Inputs;

    /// <summary>The stages whose sizes a plan depends on: its inputs, those whose keys it waits for, and what the reader that might do its work reads besides.</summary>
    public IEnumerable<int> Watched(int stage)
    {
        var own = Inputs(stage).Concat(filters.Waits(stage % Count));
        return (Reader(stage) is { } reader ? own.Concat(Of(reader).Inputs.Where(i => i != stage)) : own).Distinct();
    }

    /// <summary>What a task took note of, the first time that it is counted.</summary>
    public void Collect(int stage, int partition, ReadOnlyMemory<byte> digests) => keys.Add(stage, partition, codec.Decode<KeyDigests>(digests).All);

    /// <summary>The dataset that a stage's output is kept as; 0 for none.</summary>
    public long Dataset(int stage) => Of(stage).Cached?.Id ?? 0;

    public bool IsCached(int stage) => Dataset(stage) != 0;

    public bool IsAsComputed(int stage) => Of(stage).Output is PassThroughPartitioning;

    /// <summary>Rows that a task of a stage before gave to the driver.</summary>
    public void Keep(int stage, int partition, ResultRows rows)
    {
        lock (gate)
            values[(stage, partition)] = rows;
    }

    /// <summary>Makes the tasks of a stage whose inputs are complete, or leaves its work to its reader.</summary>
    /// <param name="sizes">Of those of <see cref="Watched"/> that are complete.</param>
    /// <exception cref="SpindleException">The query's own error: a file that is gone, a subquery with two rows.</exception>
    public StageWork Plan(int stage, IReadOnlyDictionary<int, StageSizes> sizes)
    {
        if (Reader(stage) is { } reader && Absorb(reader, stage, sizes) is { } left)
            return left;
        if (AbsorbSmall(stage, sizes) is { } little)
            return little;
        var plan = Of(stage);
        var nodes = new List<(PhysicalPlan Made, PhysicalPlan Of)>();
        string? adaptation = null;
        if (RuntimeBroadcast.OfComplete(plan, id => sizes[id], planning, (made, of) => nodes.Add((made, of))) is { } adapted)
        {
            adaptation = $"reads {Broadcast(plan, adapted)} whole instead of dealt out by keys";
            plan = adapted;
            if (stage < Count)
                Adapt(adapted, nodes);
        }

        var published = keys.For(plan, filters, id => sizes.GetValueOrDefault(id)?.Maps);
        if (published.Count > 0)
            adaptation = string.Join("; ", new[] { adaptation }.OfType<string>().Append($"reads what has the keys of {string.Join(", ", published.Values.Select(k => $"stage {filters.Source(k.FilterId)} ({Described(k)})").Distinct())}"));
        plan = ScanKeys.Publish(plan, published);
        plan = SubqueryLiterals.Replace(plan, plan.Subqueries.ToDictionary(s => s.Index, s => Value(Of(s.StageId))));
        var sampling = stage >= Count;
        if (!sampling && plan.Output is RangePartitioning range)
            plan = plan with { Output = NeedsSample(plan) ? RangeBounds.Draw(range, Sample(Count + stage, range)) : range with { Bounds = [] } };
        var leaves = plan.Leaves.ToList();
        var tasks = TaskPlanning.Plan(plan, leaf => Splits((ScanExec)leaves[leaf], published), id => sizes[id], planning);
        var travelling = plan with { Plan = plan.Plan.Transform(node => node is ScanExec scan ? scan with { Table = Travelling(scan.Table) } : node) };
        var functions = new List<UserDelegate>();
        var bytes = UnsafeByteOperations.UnsafeWrap(codec.Encode(travelling, functions));
        var ready = new PlannedStage(bytes, [.. tasks.Select(t => Bytes(new TaskInputs(t)))], sampling ? Protos.TaskOutputKind.Sample : OutputOf(plan))
        {
            Program = functions.Count == 0 ? null : programs.For(functions),
        };
        lock (gate)
            planned[stage] = ready;
        return new PlannedTasks([.. tasks.Select(t => t.Select((input, leaf) => (leaf, input)).Where(i => i.input is PartitionsInput && leaves[i.leaf] is StageInputExec)
            .Select(i => new StageRead(((StageInputExec)leaves[i.leaf]).StageId, (PartitionsInput)i.input)).ToList())], adaptation);
    }

    private AbsorbedWork? Absorb(int reader, int stage, IReadOnlyDictionary<int, StageSizes> sizes)
    {
        var nodes = new List<(PhysicalPlan Made, PhysicalPlan Of)>();
        var before = Of(reader);
        return RuntimeBroadcast.Absorb(before, Of(stage), id => sizes.GetValueOrDefault(id), planning, (made, of) => nodes.Add((made, of))) is { } plan
            ? Absorbed(stage, plan, nodes, $"does the work of stage {stage}, reading {Broadcast(before, plan)} whole instead of both dealt out by keys")
            : null;
    }

    /// <summary>Leaves the work of a stage that reads little to its reader; that of sampling it first, to itself.</summary>
    private AbsorbedWork? AbsorbSmall(int stage, IReadOnlyDictionary<int, StageSizes> sizes)
    {
        var of = Of(stage);
        if (of.Output is null || filters.IsAwaited(of.Id) || OnlyReader(of.Id) is not { } reader)
            return null;
        var nodes = new List<(PhysicalPlan Made, PhysicalPlan Of)>();
        if (SmallStages.Absorb(Of(reader), of, id => sizes[id], planning, (made, node) => nodes.Add((made, node))) is not { } plan)
            return null;
        return stage < Count
            ? Absorbed(stage, plan, nodes, $"does the work of stage {stage}, which reads little")
            : Absorbed(stage, of, [], "reads little: no ranges are needed");
    }

    /// <param name="plan">What the reader does now.</param>
    private AbsorbedWork Absorbed(int stage, StagePlan plan, List<(PhysicalPlan Made, PhysicalPlan Of)> nodes, string adaptation)
    {
        lock (gate)
            absorbed.Add(stage);
        Adapt(plan, nodes);
        return new AbsorbedWork(plan.Id, plan.Inputs.ToValueList(), plan.Subqueries.Select(s => s.StageId).Concat(filters.Waits(plan.Id)).Concat(filters.Waits(stage % Count)).Distinct().ToValueList(), adaptation);
    }

    private void Adapt(StagePlan plan, List<(PhysicalPlan Made, PhysicalPlan Of)> nodes)
    {
        lock (gate)
            stages[plan.Id] = plan;
        figures.Adapt(plan, nodes);
    }

    /// <summary>What is read whole and was not before.</summary>
    private static string Broadcast(StagePlan before, StagePlan after)
    {
        var ids = Whole(after).Except(Whole(before)).ToList();
        return $"{(ids.Count == 1 ? "stage" : "stages")} {string.Join(", ", ids)}";

        static IEnumerable<int> Whole(StagePlan stage) => stage.Leaves.OfType<StageInputExec>().Where(l => l.Partitioning is BroadcastPartitioning).Select(l => l.StageId);
    }

    /// <summary>The one stage that reads a stage whose rows are dealt out by keys, of which nobody waits for the keys; null where there are several, or it is sampled first.</summary>
    private int? Reader(int stage) => stage < Count && Of(stage).Output is HashPartitioning && !filters.IsAwaited(stage) ? OnlyReader(stage) : null;

    /// <summary>The one stage that reads a stage; null where there are several, or it is sampled first.</summary>
    private int? OnlyReader(int stage)
    {
        lock (gate)
        {
            var readers = stages.Where(s => !absorbed.Contains(s.Id) && s.Inputs.Contains(stage)).Take(2).ToList();
            return readers.Count == 1 && !NeedsSample(readers[0]) ? readers[0].Id : null;
        }
    }

    private StagePlan Of(int stage)
    {
        lock (gate)
            return stages[stage % Count];
    }

    private static Protos.TaskOutputKind OutputOf(StagePlan stage) =>
        stage.Plan is WriteExec ? Protos.TaskOutputKind.Write : stage.Output is null ? Protos.TaskOutputKind.Result : Protos.TaskOutputKind.Map;

    public PlannedStage Planned(int stage)
    {
        lock (gate)
            return planned[stage];
    }

    /// <returns>True for the first attempt at that partition that is counted: what is computed again after a loss added its part before. The loop's.</returns>
    public bool Counts(int stage, int partition) => counted.Add((stage, partition));

    /// <summary>Gives back what came for stages that are planned, or never will be.</summary>
    public void Release()
    {
        lock (gate)
        {
            foreach (var rows in values.Values)
                rows.Dispose();
            values.Clear();
        }
    }

    private static bool NeedsSample(StagePlan stage) => stage.Output is RangePartitioning { Partitions: > 1, Bounds: null };

    private static string Described(KeyDigest keys) => keys.Values is { } values ? $"{values.Count} values" : keys.IsWhole ? $"{keys.Min} to {keys.Max}" : "many values";

    /// <param name="published">Keys of other stages, by filter.</param>
    private ValueList<Split> Splits(ScanExec scan, IReadOnlyDictionary<int, KeyDigest> published)
    {
        if (scan.Table is not ITable table)
            throw new UnreachableException($"{scan.Table.DisplayName} cannot be cut into splits");
        var request = new ScanRequest(scan.Columns, scan.Filters, scan.Filters.Count == 0 && scan.RuntimeFilters.Count == 0 ? scan.Limit : -1);
        var pruned = !planning.PruneSplits ? request : request with { Filters = scan.Filters.Concat(ScanKeys.Conditions(scan, published)).ToValueList() };
        if (pruned.Filters.Any(f => f is Literal { Value: false }))
            return [];
        return table.PlanSplits(pruned).Select(s => table.Export(s, request, decoder.Budget)).ToValueList();
    }

    private static TableDescriptor Travelling(ITableHandle table) => (table as ITable)?.Describe()
        ?? throw new SpindleException(new ErrorClass("SPINDLE_TABLE_CANNOT_TRAVEL", "0A000"), $"executors cannot read {table.DisplayName}: it lives in the driver's process alone; write it to files first");

    private ByteString Bytes(object record) => UnsafeByteOperations.UnsafeWrap(codec.Encode(record));

    private Literal Value(StagePlan subquery)
    {
        var rows = Rows(subquery.Id, subquery.Plan.Schema);
        var type = subquery.Plan.Schema.Fields[0].Type;
        return rows.Count switch
        {
            0 => Literal.Null(type),
            1 => new Literal(rows[0][0], type),
            _ => throw new SpindleException(new ErrorClass("SCALAR_SUBQUERY_TOO_MANY_ROWS", "21000"), "a subquery used as a value gave more than one row"),
        };
    }

    private List<object?[]> Sample(int stage, RangePartitioning range) =>
        Rows(stage, new StructType(range.Keys.Select((k, i) => new Field($"k{i}", k.Expression.Type, true)).ToValueList()));

    private List<object?[]> Rows(int stage, StructType schema)
    {
        List<ResultRows> parts;
        lock (gate)
            parts = [.. values.Where(v => v.Key.Stage == stage).OrderBy(v => v.Key.Partition).Select(v => v.Value)];
        return [.. parts.SelectMany(p => decoder.Values(p, schema))];
    }
}

/// <summary>What became of a stage that was to be planned.</summary>
internal abstract record StageWork;

/// <param name="Reads">For each task what it reads of other stages.</param>
/// <param name="Adaptation">How the plan was changed by the sizes of its inputs; null where it was not.</param>
internal sealed record PlannedTasks(IReadOnlyList<IReadOnlyList<StageRead>> Reads, string? Adaptation) : StageWork;

/// <summary>It has no tasks: its reader does its work.</summary>
internal sealed record AbsorbedWork(int Reader, ValueList<int> Inputs, ValueList<int> After, string Adaptation) : StageWork;

/// <summary>A stage as it is sent.</summary>
internal sealed record PlannedStage(ByteString Plan, IReadOnlyList<ByteString> Tasks, Protos.TaskOutputKind Output)
{
    /// <summary>The program whose functions it calls; null where it calls none.</summary>
    public ShippedProgram? Program { get; init; }
}
