using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Evaluation;

/// <summary>The value of expressions that depend on no row.</summary>
public static class ConstantFolder
{
    /// <summary>The literal that a foldable expression comes to; null where it is not foldable or ends in an error, which stays for a row to raise.</summary>
    public static Literal? TryFold(Expression expression, MemoryBudget budget)
    {
        if (expression is Literal literal)
            return literal;
        if (!expression.IsFoldable)
            return null;
        try
        {
            return Fold(expression, budget);
        }
        catch (SpindleException)
        {
            return null;
        }
    }

    /// <summary>The literal that a foldable expression comes to.</summary>
    /// <exception cref="SpindleException">Its evaluation ends in an error.</exception>
    public static Literal Fold(Expression expression, MemoryBudget budget)
    {
        using var evaluator = ExpressionEvaluator.Compile(expression, new EvaluationContext(budget));
        var batch = new RecordBatch([], 1);
        try
        {
            var value = evaluator.Evaluate(batch);
            var boxed = value.Read(0);
            value.Release();
            return new Literal(boxed, expression.Type) { Origin = expression.Origin };
        }
        finally
        {
            batch.Release();
        }
    }
}
