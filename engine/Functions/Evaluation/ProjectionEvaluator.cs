using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation;

/// <summary>Several expressions over the same rows; what they have in common is computed once.</summary>
public sealed class ProjectionEvaluator : IDisposable
{
    private readonly Node[] roots;
    private readonly IReadOnlyList<SharedNode> shared;
    private readonly EvaluationContext context;

    private ProjectionEvaluator(Node[] roots, IReadOnlyList<SharedNode> shared, EvaluationContext context)
    {
        this.roots = roots;
        this.shared = shared;
        this.context = context;
    }

    /// <summary>Compiles expressions whose columns are <see cref="BoundReference"/>s.</summary>
    public static ProjectionEvaluator Compile(IReadOnlyList<Expression> expressions, EvaluationContext context)
    {
        var compiler = new ExpressionCompiler(context, expressions);
        return new ProjectionEvaluator(compiler.CompileRoots(expressions), compiler.Shared, context);
    }

    /// <summary>The values of each expression; see <see cref="ExpressionEvaluator.Evaluate"/>. The caller owns the vectors.</summary>
    public Vector[] Evaluate(RecordBatch batch)
    {
        var frame = Frame.Of(batch, context);
        var results = new Vector[roots.Length];
        try
        {
            for (var i = 0; i < roots.Length; i++)
                results[i] = roots[i].Evaluate(frame, frame.Lanes);
            return results;
        }
        catch
        {
            foreach (var result in results)
                result?.Release();
            throw;
        }
        finally
        {
            foreach (var node in shared)
                node.Forget();
        }
    }

    public void Dispose()
    {
        foreach (var root in roots)
            root.Dispose();
    }
}
