using System.Collections.Concurrent;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Driver.Actions;
using Spindle.Driver.Cluster;
using Spindle.Driver.Events;
using Spindle.Driver.Jobs;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Driver.Queries;

/// <summary>A query on the cluster as its reader sees it: batches in the order of partitions, and the scheduler told of each partition that is read, so that it starts no more than there is room for.</summary>
internal sealed class ClusterExecution : IQueryExecution
{
    private readonly JobId job;
    private readonly StructType schema;
    private readonly RowDecoder decoder;
    private readonly Action<DriverEvent> post;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration registration;
    private readonly QueryFigures figures;
    private readonly BlockingCollection<Arrival> arrivals = [];
    private IEnumerator<RecordBatch>? current;
    private DeliverResult? reading;
    private bool ended;
    private bool disposed;

    public ClusterExecution(JobId job, StructType schema, QueryFigures figures, RowDecoder decoder, Action<DriverEvent> post, CancellationToken cancellation)
    {
        this.figures = figures;
        this.job = job;
        this.schema = schema;
        this.decoder = decoder;
        this.post = post;
        this.cancellation = cancellation;
        registration = cancellation.Register(() => post(new JobCancelled(job, "the program asked for it")));
    }

    public IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> Metrics => figures.Metrics();

    public string? Stages => figures.Stages();

    /// <summary>The loop's.</summary>
    public void Count(int stage, IReadOnlyList<Protos.OperatorFigures> operators) => figures.Count(stage, operators);

    /// <summary>The loop's.</summary>
    public void Hear(Announcement announcement) => figures.Hear(announcement);

    /// <summary>The loop's.</summary>
    public void Deliver(DeliverResult result) => Arrive(new Arrival(result, null));

    /// <summary>The loop's.</summary>
    public void End(EndJob end) => Arrive(new Arrival(null, end));

    public RecordBatch? Next()
    {
        while (!ended)
        {
            if (current?.MoveNext() == true)
                return current.Current;
            Finish();
            // Bounded: every job ends, at the latest when its executors are given up.
            var arrival = arrivals.Take();
            if (arrival.End is { } end)
                return Conclude(end);
            reading = arrival.Result!;
            current = decoder.Batches((ResultRows)reading.Payload!, schema).GetEnumerator();
        }

        return null;
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        registration.Dispose();
        Finish();
        arrivals.CompleteAdding();
        while (arrivals.TryTake(out var left))
            (left.Result?.Payload as IDisposable)?.Dispose();
        post(new JobReleased(job));
    }

    private RecordBatch? Conclude(EndJob end)
    {
        ended = true;
        if (end.Status == JobStatus.Cancelled && cancellation.IsCancellationRequested)
            throw new OperationCanceledException(cancellation);
        return end.Error is null ? null : throw end.Error.ToException();
    }

    /// <summary>The partition that was being read is read.</summary>
    private void Finish()
    {
        current?.Dispose();
        current = null;
        if (reading is null)
            return;
        ((ResultRows)reading.Payload!).Dispose();
        post(new ResultConsumed(job, reading.Partition));
        reading = null;
    }

    private void Arrive(Arrival arrival)
    {
        try
        {
            arrivals.Add(arrival);
        }
        catch (InvalidOperationException)
        {
            // Nobody reads any more.
            (arrival.Result?.Payload as IDisposable)?.Dispose();
        }
    }

    private sealed record Arrival(DeliverResult? Result, EndJob? End);
}
