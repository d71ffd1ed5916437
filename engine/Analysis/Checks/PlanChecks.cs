using System.Diagnostics;
using Spindle.Analysis.Errors;
using Spindle.Analysis.Expressions;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Checks;

/// <summary>What must hold of every resolved plan, whatever rule made it.</summary>
internal static class PlanChecks
{
    public static void Check(LogicalPlan plan)
    {
        foreach (var node in plan.SelfAndDescendants())
        {
            foreach (var expression in node.Expressions)
                Check(expression, node);
            if (node is Distinct or SetOperation)
                CheckComparable(node);
            if (!node.IsResolved)
                throw new UnreachableException($"{node.Describe()} is unresolved after analysis");
        }
    }

    // Rows are told apart by their columns, and maps have no order and no equality.
    private static void CheckComparable(LogicalPlan node)
    {
        foreach (var column in node.Output)
            if (HasMap(column.Type))
                throw QueryErrors.SetOperationOnMap(column.Name, column.Type, node.Origin);
    }

    private static bool HasMap(DataType type) => type switch
    {
        MapType => true,
        ArrayType array => HasMap(array.Element),
        StructType fields => fields.Fields.Any(f => HasMap(f.Type)),
        _ => false,
    };

    private static void Check(Expression expression, LogicalPlan node)
    {
        foreach (var part in expression.SelfAndDescendants())
        {
            switch (part)
            {
                case GeneratorCall generator when node is not Generate:
                    throw QueryErrors.GeneratorOutsideSelect(node.GetType().Name, generator.Sql, generator.Origin);
                case Call { Function: "window" or "session_window" } window:
                    throw new SpindleException(new ErrorClass("UNSUPPORTED_EXPR_FOR_OPERATOR", "42K0E"), $"{window.Name} stands only in a SELECT and its GROUP BY.", window.Origin);
                case GroupingFunction grouping:
                    throw QueryErrors.UnsupportedGrouping(grouping.Sql, grouping.Origin);
                case AggregateCall call when node is not (Aggregate or Window):
                    throw QueryErrors.AggregateInWhere(expression.Sql, [call.Sql], call.Origin);
                case WindowCall window when node is not Window:
                    throw QueryErrors.WindowNotAllowed(node.GetType().Name, window.Origin);
                case SubqueryExpression subquery:
                    Check(subquery.Plan);
                    break;
            }
        }
    }
}
