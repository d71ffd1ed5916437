using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation;

/// <summary>A condition, ready to filter batches on one thread.</summary>
public sealed unsafe class PredicateEvaluator : IDisposable
{
    private readonly Node root;
    private readonly EvaluationContext context;

    private PredicateEvaluator(Node root, EvaluationContext context)
    {
        this.root = root;
        this.context = context;
    }

    /// <summary>Compiles a boolean expression whose columns are <see cref="BoundReference"/>s.</summary>
    public static PredicateEvaluator Compile(Expression condition, EvaluationContext context) => new(new ExpressionCompiler(context).CompileRoots([condition])[0], context);

    /// <summary>The batch's rows for which the condition is true (false and null drop a row).</summary>
    /// <returns>A selection that the caller owns; null when every lane of the batch is a row and passes.</returns>
    public Selection? Filter(RecordBatch batch)
    {
        var frame = Frame.Of(batch, context);
        var buffer = context.Budget.Allocate((long)Math.Max(batch.Rows, 1) * sizeof(int));
        try
        {
            var count = batch.Rows == 0 ? 0 : root.Select(frame, frame.Lanes, wanted: true, (int*)buffer.Pointer);
            return count == batch.Length ? null : new Selection(buffer.Retain(), count);
        }
        finally
        {
            buffer.Release();
        }
    }

    public void Dispose() => root.Dispose();
}
