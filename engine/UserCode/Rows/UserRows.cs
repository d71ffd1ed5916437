using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Physical;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Columns;
using Spindle.UserCode.Objects;

namespace Spindle.UserCode.Rows;

/// <summary>Steps over rows as they come.</summary>
internal sealed unsafe class StreamedRows : IUserRows
{
    private readonly UserRowsExec plan;
    private readonly object?[] targets;
    private readonly Cells[] columns;
    private readonly RowSink sink;
    private readonly StepLoop loop;

    public StreamedRows(UserRowsExec plan, IReadOnlyList<LoadedStep> steps, int batchRows, Action<RecordBatch> emit, MemoryBudget budget)
    {
        this.plan = plan;
        targets = [.. steps.Select(s => s.Function.Target)];
        columns = [.. plan.Child.Schema.Fields.Select(f => new Cells(f.Type, budget))];
        sink = new RowSink(plan.Columns, batchRows, batch => StepErrors.Outward(emit, batch), budget);
        loop = StepLoops.OverColumns(steps, plan.Child.Schema, plan.Columns);
    }

    public void Push(RecordBatch batch)
    {
        for (var i = 0; i < columns.Length; i++)
            columns[i].Bind(batch[i], batch.Selection is { } selection ? selection.Lanes : null, batch.Rows);
        StepErrors.Guard(plan, () =>
        {
            loop(targets, columns, sink, batch.Rows);
            sink.Flush();
        });
    }

    public void Finish()
    {
    }

    public void Dispose()
    {
        sink.Dispose();
        foreach (var column in columns)
            column.Dispose();
    }
}

/// <summary>Steps of which the first takes a partition: its rows are kept as columns and become objects when the function asks for them.</summary>
internal sealed class PartitionRows<TIn, TOut> : IUserRows
{
    private readonly UserRowsExec plan;
    private readonly Func<IEnumerable<TIn>, IEnumerable<TOut>> function;
    private readonly object?[] targets;
    private readonly ObjectDecoder<TIn> decoder;
    private readonly RowSink sink;
    private readonly Action<object?[], RowSink, TOut> rest;
    private readonly List<RecordBatch> kept = [];

    public PartitionRows(UserRowsExec plan, IReadOnlyList<LoadedStep> steps, int batchRows, Action<RecordBatch> emit, MemoryBudget budget)
    {
        this.plan = plan;
        function = steps[0].Function.Method.CreateDelegate<Func<IEnumerable<TIn>, IEnumerable<TOut>>>(steps[0].Function.Target);
        targets = [.. steps.Select(s => s.Function.Target)];
        decoder = new ObjectDecoder<TIn>(plan.Child.Schema, budget);
        sink = new RowSink(plan.Columns, batchRows, batch => StepErrors.Outward(emit, batch), budget);
        rest = StepLoops.OverObjects<TOut>(steps, plan.Columns);
    }

    public void Push(RecordBatch batch) => kept.Add(batch.Retain());

    public void Finish()
    {
        if (kept.Count == 0)
            return;
        try
        {
            StepErrors.Guard(plan, () =>
            {
                foreach (var value in function(kept.SelectMany(decoder.Decode)))
                    rest(targets, sink, value);
                sink.Flush();
            });
        }
        finally
        {
            Release();
        }
    }

    public void Dispose()
    {
        Release();
        sink.Dispose();
        decoder.Dispose();
    }

    private void Release()
    {
        foreach (var batch in kept)
            batch.Release();
        kept.Clear();
    }
}

/// <summary>Tells what the user's steps throw from what operators after them do.</summary>
internal static class StepErrors
{
    public static void Guard(UserRowsExec plan, Action work)
    {
        try
        {
            work();
        }
        catch (DownstreamException error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error.InnerException!).Throw();
        }
        catch (Exception error) when (error is not SpindleException)
        {
            throw UserCodeErrors.Failed(string.Join(", ", plan.Steps), plan.Child.Schema.Fields.Select(f => f.Type), plan.Columns, error, Origin.None);
        }
    }

    public static void Outward(Action<RecordBatch> emit, RecordBatch batch)
    {
        try
        {
            emit(batch);
        }
        catch (Exception error) when (error is not SpindleException)
        {
            throw new DownstreamException(error);
        }
    }

    private sealed class DownstreamException(Exception error) : Exception(error.Message, error);
}
