using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Execution.Sharing;
using Spindle.Execution.Spilling;
using Spindle.Plans.Logical;

namespace Spindle.Execution.Joins;

/// <summary>
/// Joins one partition from disk: makes a table of its build rows and probes it with its probe rows. A build side that does not fit is cut again, on both sides; where one key has most of
/// the rows that does not help, and the probe rows are read once for each part of the build side that fits. Where a probe row's fate depends on all parts, a byte a row tells whether one had a match.
/// </summary>
internal sealed unsafe class PartitionJoin : Morsel
{
    /// <summary>Results that are made at once, where one probe row does not have more.</summary>
    private const int MostResults = 65_536;

    private readonly JoinShape shape;
    private readonly SpilledJoin side;
    private readonly TaskContext task;
    private readonly NodeMetrics metrics;
    private readonly Stack<JoinPartition> pending = new();
    private readonly Queue<RecordBatch> output = new();
    private readonly JoinBuild build;
    private readonly JoinBuild.Part part = new();
    private readonly long tableWidth;
    private JoinPartition? current;
    private SpillReader? buildReader;
    private SpillReader? probeReader;
    private JoinTable? table;
    private JoinProbe? probe;
    private Morsel? buildRows;
    private BuildRowSource? buildRowSource;
    private bool joinedPart;
    private NativeBuffer? found;
    private RecordBatch? probeBatch;
    private long probedRows;
    private int nextRow;
    private int rowsAtOnce;

    public PartitionJoin(JoinShape shape, SpilledJoin side, TaskContext task, NodeMetrics metrics, JoinPartition first)
    {
        this.shape = shape;
        this.side = side;
        this.task = task;
        this.metrics = metrics;
        build = new JoinBuild(shape, [], task.RuntimeFilters, metrics.Account(task.Budget), task.Settings.EqualHashes);
        tableWidth = JoinBuild.EntryBytes + shape.RightColumns.Sum(c => (long)shape.Right.Fields[c].Type.Physical.Width());
        pending.Push(first);
    }

    // Other kinds' probe rows are only paired with build rows.
    private bool ProbeRowsDependOnAllParts => shape.KeepsProbeRows || shape.FiltersProbeRows;

    public override RecordBatch? Read(WorkerContext worker)
    {
        while (true)
        {
            worker.CheckCancelled();
            if (output.TryDequeue(out var ready))
                return ready;
            if (probeReader is not null)
                ProbeNext(worker);
            else if (buildRowSource is not null)
            {
                if (NextBuildRows(worker) is { } rows)
                    return rows;
            }
            else if (buildReader is not null)
                NextTable(worker);
            else if (pending.TryPop(out var next))
            {
                DropFlags();
                Start(next, worker);
            }
            else
                return null;
        }
    }

    public override void Dispose()
    {
        while (output.TryDequeue(out var batch))
            batch.Release();
        EndTable();
        DropFlags();
        probeBatch?.Release();
        probeBatch = null;
        part.Dispose();
        buildReader?.Dispose();
        probeReader?.Dispose();
        base.Dispose();
    }

    private bool CanCut(JoinPartition partition) => partition is { Build: not null, IsHot: false, Level: <= PartitionedFiles.MaxLevel } && shape.RightKeys.Count > 0;

    private void Start(JoinPartition next, WorkerContext worker)
    {
        var forced = task.Settings.SpillEverything && next.Level < 2;
        if (CanCut(next) && (forced || (!Fits(next.Build!) && !(worker.MakeRoom() && Fits(next.Build!)))))
        {
            CutAgain(next);
            return;
        }

        current = next;
        buildReader = (next.Build ?? Nothing()).Read(side.BuildTypes);
    }

    private bool Fits(SpillFile file) => task.Budget.Limit == long.MaxValue || file.PlainBytes * 4 <= task.Budget.SpillLimit - task.Budget.Used;

    private SpillFile Nothing() => task.Spill.Create(metrics);

    private void CutAgain(JoinPartition whole)
    {
        var builds = Cut(whole.Build, side.BuildTypes, shape.RightColumns.Count, whole.Level);
        var probes = Cut(whole.Probe, side.ProbeTypes, shape.Left.Fields.Count, whole.Level);
        for (var i = 0; i < PartitionedFiles.Count; i++)
            if (builds[i] is not null || probes[i] is not null)
                pending.Push(new JoinPartition(builds[i], probes[i], whole.Level + 1, builds[i]?.Rows > whole.Build!.Rows / 10 * 9));
    }

    private PartitionedFiles Cut(SpillFile? file, DataType[] types, int firstKey, int level)
    {
        var files = new PartitionedFiles(task, level, metrics);
        if (file is null)
            return files;
        using (var reader = file.Read(types))
            while (reader.Read(task.Budget) is { } batch)
            {
                try
                {
                    task.Cancellation.ThrowIfCancellationRequested();
                    files.Write(batch, batch.Columns[firstKey..]);
                }
                finally
                {
                    batch.Release();
                }
            }

        file.Delete();
        files.Finish();
        return files;
    }

    /// <summary>Reads as much of the build side as fits and opens the probe side; ends the partition where nothing is left.</summary>
    private void NextTable(WorkerContext worker)
    {
        var ended = false;
        var isFirst = probe is null && table is null && part.Rows == 0 && !joinedPart;
        while (!ended)
        {
            worker.CheckCancelled();
            if (buildReader!.Read(worker.Budget) is not { } batch)
            {
                ended = true;
                break;
            }

            try
            {
                build.AppendKept(part, batch);
            }
            finally
            {
                batch.Release();
            }

            // The table's columns are copies of the part's.
            if (task.Settings.SpillEverything || (worker.Budget.Used + part.Rows * tableWidth > worker.Budget.SpillLimit && !worker.MakeRoom()))
                break;
        }

        if (ended)
        {
            buildReader!.Dispose();
            buildReader = null;
        }

        // The last part may have been the one before: what depends on all of them is still to come.
        if (part.Rows == 0 && !isFirst && found is null)
        {
            joinedPart = false;
            return;
        }

        try
        {
            table = build.Finish([part], side);
        }
        catch (SpindleException exception) when (exception.ErrorClass == ErrorClasses.UnableToAcquireMemory && isFirst && ended && CanCut(current!))
        {
            // The keys of fewer rows may fit.
            part.Dispose();
            CutAgain(current!);
            return;
        }

        joinedPart = !ended;
        if (joinedPart && ProbeRowsDependOnAllParts)
            found ??= worker.Budget.AllocateZeroed(Math.Max(1, current!.Probe?.Rows ?? 0));
        probedRows = 0;
        rowsAtOnce = Math.Max(1, MostResults / table.MostRowsOfKey());
        probe = new JoinProbe(shape, table, worker.Evaluation, task.Settings.BatchRows);
        probeReader = (current!.Probe ?? Nothing()).Read(side.ProbeTypes);
    }

    private void ProbeNext(WorkerContext worker)
    {
        if (probeBatch is null)
        {
            nextRow = 0;
            probeBatch = probeReader!.Read(worker.Budget);
        }

        if (probeBatch is not null)
        {
            Probe(probeBatch, worker);
            if (nextRow < probeBatch.Length)
                return;
            probedRows += probeBatch.Length;
            probeBatch.Release();
            probeBatch = null;
            return;
        }

        probeReader!.Dispose();
        probeReader = null;
        if (shape.KeepsBuildRows)
            buildRowSource = new BuildRowSource(shape, table!, metrics);
        else
            EndTable();
    }

    private void Probe(RecordBatch batch, WorkerContext worker)
    {
        var count = Math.Min(rowsAtOnce, batch.Length - nextRow);
        var rows = RowRange.Of(batch, nextRow, count, worker.Budget);
        try
        {
            var keys = batch.Columns[shape.Left.Fields.Count..];
            if (found is null)
                probe!.Probe(rows, keys, Keep);
            else
            {
                var flags = found.Pointer + probedRows + nextRow;
                probe!.ProbePart(rows, keys, flags, Keep);
                if (buildReader is null)
                    probe.EmitRest(rows, keys, flags, Keep);
            }
        }
        finally
        {
            rows.Release();
        }

        nextRow += count;
    }

    private void Keep(RecordBatch result) => output.Enqueue(result.Retain());

    private void DropFlags()
    {
        found?.Release();
        found = null;
    }

    private RecordBatch? NextBuildRows(WorkerContext worker)
    {
        while ((buildRows ??= buildRowSource!.Take()) is { } morsel)
        {
            if (morsel.Read(worker) is { } rows)
                return rows;
            morsel.Dispose();
            buildRows = null;
        }

        EndTable();
        return null;
    }

    private void EndTable()
    {
        buildRows?.Dispose();
        buildRows = null;
        buildRowSource = null;
        probe?.Dispose();
        probe = null;
        table?.Dispose();
        table = null;
    }
}
