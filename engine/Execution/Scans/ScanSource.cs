using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Plans.Physical;
using Spindle.Sources;

namespace Spindle.Execution.Scans;

/// <summary>Reads a table's splits. The plan's conditions and the filters that joins have published by then go into the readers.</summary>
internal sealed class ScanSource : Source
{
    private readonly ScanExec plan;
    private readonly TaskContext task;
    private readonly NodeMetrics metrics;
    private readonly ITable table;
    private readonly ScanRequest request;
    private readonly WorkerFilters?[] filters;
    private readonly IScanMetrics counts;
    private readonly bool keepsAllColumns;
    private ValueList<Split>? splits;
    private int next;

    public ScanSource(ScanExec plan, TaskContext task, NodeMetrics metrics) : base(metrics)
    {
        this.plan = plan;
        this.task = task;
        this.metrics = metrics;
        table = plan.Table as ITable ?? (plan.Table is TableDescriptor descriptor ? task.Ports?.Tables.Open(descriptor) : null)
            ?? throw new UnreachableException($"{plan.Table.DisplayName} cannot be read here");
        request = new ScanRequest(plan.Columns, plan.Filters, plan.Filters.Count == 0 && plan.RuntimeFilters.Count == 0 ? plan.Limit : -1);
        counts = task.Ports?.Scanned ?? (IScanMetrics)NoScanMetrics.Instance;
        filters = new WorkerFilters?[task.Team.Size];
        keepsAllColumns = plan.Output.Count == plan.Columns.Count && plan.Output.Select((o, i) => o == i).All(same => same);
    }

    /// <param name="splits">What the task reads, planned elsewhere.</param>
    public ScanSource(ScanExec plan, ValueList<Split> splits, TaskContext task, NodeMetrics metrics) : this(plan, task, metrics) => this.splits = splits;

    public override void Prepare(TaskContext context)
    {
        splits ??= table.PlanSplits(request);
        metrics.Planned(splits.Count);
    }

    public override Morsel? Take() => next < splits!.Count ? new SplitMorsel(this, splits[next++]) : null;

    private WorkerFilters FiltersOf(WorkerContext worker) => filters[worker.Index] ??= task.Own(new WorkerFilters(plan, worker));

    private RecordBatch Output(RecordBatch batch)
    {
        if (keepsAllColumns)
            return batch;
        var columns = new Vector[plan.Output.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = batch[plan.Output[i]].Retain();
        var output = new RecordBatch(columns, batch.Length, batch.Selection?.Retain());
        batch.Release();
        return output;
    }

    private sealed class SplitMorsel(ScanSource source, Split split) : Morsel
    {
        private IBatchReader? reader;

        public override RecordBatch? Read(WorkerContext worker)
        {
            reader ??= source.table.Open(split, source.request,
                new ScanContext(worker.Budget, source.FiltersOf(worker).All, source.task.Settings.BatchRows, source.task.Cancellation) { Metrics = source.counts });
            if (reader.Read() is not { } batch)
            {
                source.metrics.SplitRead();
                return null;
            }

            source.task.Ports?.Scanned.RowsRead(batch.Rows);
            return source.Output(batch);
        }

        public override void Dispose()
        {
            reader?.Dispose();
            base.Dispose();
        }
    }

    /// <summary>One worker's instances of the filters: they keep scratch memory.</summary>
    private sealed class WorkerFilters : IDisposable
    {
        private readonly List<IScanFilter> all = [];

        public WorkerFilters(ScanExec plan, WorkerContext worker)
        {
            foreach (var condition in plan.Filters)
                all.Add(new ConditionFilter(condition, worker.Evaluation));
            foreach (var target in plan.RuntimeFilters)
                if (worker.Task.RuntimeFilters.Find(target.FilterId) is { } published)
                    all.Add(published.Open(target.Column, worker));
        }

        public IReadOnlyList<IScanFilter> All => all;

        public void Dispose()
        {
            foreach (var filter in all)
                (filter as IDisposable)?.Dispose();
        }
    }
}
