using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation.Lambdas;

/// <summary>
/// A lambda function made ready to be evaluated over many elements at once: the elements of all lanes lie one after the other, and what the body reads of the row, or
/// of an enclosing lambda, is repeated for each element.
/// </summary>
internal sealed unsafe class LambdaBody : IDisposable
{
    private readonly Node body;
    private readonly ColumnId[] parameters;
    private readonly (int Ordinal, DataType Type)[] columns;
    private readonly ColumnId[] captured;

    public LambdaBody(Lambda lambda, ExpressionCompiler compiler)
    {
        body = compiler.Compile(lambda.Body);
        parameters = [.. lambda.Parameters.Select(p => p.Id)];
        var read = lambda.Body.SelfAndDescendants().ToList();
        columns = [.. read.OfType<BoundReference>().Select(b => (b.Ordinal, b.Type)).Distinct()];
        var own = read.OfType<Lambda>().Append(lambda).SelectMany(l => l.Parameters).Select(p => p.Id).ToHashSet();
        captured = [.. read.OfType<LambdaVariable>().Select(v => v.Id).Where(id => !own.Contains(id)).Distinct()];
    }

    public bool CanRaise => body.CanRaise;

    public int Parameters => parameters.Length;

    /// <summary>The body's values for each element.</summary>
    /// <param name="frame">The row's frame.</param>
    /// <param name="parents">For each element the lane that it belongs to.</param>
    /// <param name="count">Elements.</param>
    /// <param name="arguments">The parameters' values for each element; lent.</param>
    /// <returns>A vector of that many lanes that the caller owns.</returns>
    public Vector Evaluate(Frame frame, int* parents, int count, params ReadOnlySpan<Vector> arguments)
    {
        var owned = new List<Vector>();
        try
        {
            var width = columns.Length == 0 ? 0 : columns.Max(c => c.Ordinal) + 1;
            var vectors = new Vector[width];
            foreach (var (ordinal, _) in columns)
                vectors[ordinal] = Gather.Lanes(frame.Batch[ordinal], parents, count, frame.Budget);
            for (var i = 0; i < width; i++)
                vectors[i] ??= new ConstantVector(new FlatVector(DataType.Null, 1, null), count);
            var batch = new RecordBatch(vectors, count);
            try
            {
                var inner = new Frame(frame.Context, batch, LaneSet.All(count));
                foreach (var id in captured)
                {
                    owned.Add(Gather.Lanes(frame.Variables[id], parents, count, frame.Budget));
                    inner.Variables[id] = owned[^1];
                }
                for (var i = 0; i < parameters.Length; i++)
                    inner.Variables[parameters[i]] = arguments[i];
                return body.Evaluate(inner, inner.Lanes);
            }
            finally
            {
                batch.Release();
            }
        }
        finally
        {
            foreach (var vector in owned)
                vector.Release();
        }
    }

    public void Dispose() => body.Dispose();
}
