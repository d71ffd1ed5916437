using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Windows;

/// <summary>The value of an expression that reads no row.</summary>
internal static class Constant
{
    public static object? Of(Expression expression, EvaluationContext context)
    {
        if (expression is Literal literal)
            return literal.Value;
        using var evaluator = ExpressionEvaluator.Compile(expression, context);
        var row = new RecordBatch([], 1);
        try
        {
            var vector = evaluator.Evaluate(row);
            var value = vector.Read(0);
            vector.Release();
            return value;
        }
        finally
        {
            row.Release();
        }
    }
}
