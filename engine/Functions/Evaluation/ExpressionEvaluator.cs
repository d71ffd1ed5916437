using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation;

/// <summary>A bound expression, ready to be evaluated batch by batch on one thread.</summary>
public sealed class ExpressionEvaluator : IDisposable
{
    private readonly Node root;
    private readonly EvaluationContext context;

    private ExpressionEvaluator(Node root, EvaluationContext context)
    {
        this.root = root;
        this.context = context;
    }

    /// <summary>Compiles an expression whose columns are <see cref="BoundReference"/>s.</summary>
    public static ExpressionEvaluator Compile(Expression expression, EvaluationContext context) => new(new ExpressionCompiler(context).CompileRoots([expression])[0], context);

    /// <summary>The expression's values at the batch's rows; other lanes are undefined.</summary>
    /// <returns>A vector of the batch's length that the caller owns, of any form.</returns>
    /// <exception cref="Columnar.Errors.SpindleException">A row's value ends in an error.</exception>
    public Vector Evaluate(RecordBatch batch)
    {
        var frame = Frame.Of(batch, context);
        return root.Evaluate(frame, frame.Lanes);
    }

    public void Dispose() => root.Dispose();
}
