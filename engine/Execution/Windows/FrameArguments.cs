using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Windows;

/// <summary>The arguments of an aggregate over frames, and which rows pass its filter.</summary>
internal sealed class FrameArguments : IDisposable
{
    private readonly PredicateEvaluator? condition;
    private readonly ProjectionEvaluator evaluator;

    public FrameArguments(AggregateCall call, EvaluationContext context)
    {
        condition = call.Filter is { } filter ? PredicateEvaluator.Compile(filter, context) : null;
        try
        {
            evaluator = ProjectionEvaluator.Compile(AggregateFunctions.Inputs(call), context);
        }
        catch
        {
            condition?.Dispose();
            throw;
        }
    }

    /// <summary>A vector an argument, of the batch's length, owned by the caller; the arguments of rows that do not pass are undefined.</summary>
    /// <param name="batch">Rows without selection, lent.</param>
    /// <param name="passing">For each row whether it passes; null where all do.</param>
    public Vector[] Evaluate(RecordBatch batch, out bool[]? passing)
    {
        passing = null;
        batch.Retain();
        try
        {
            if (condition?.Filter(batch) is { } selection)
            {
                passing = new bool[batch.Length];
                foreach (var lane in selection.Span)
                    passing[lane] = true;
                var narrowed = batch.With(selection);
                batch.Release();
                batch = narrowed;
            }

            return evaluator.Evaluate(batch);
        }
        finally
        {
            batch.Release();
        }
    }

    public void Dispose()
    {
        condition?.Dispose();
        evaluator.Dispose();
    }
}
