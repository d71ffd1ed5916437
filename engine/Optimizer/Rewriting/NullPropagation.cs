using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rewriting;

/// <summary>What a null operand makes of an expression.</summary>
internal static class NullPropagation
{
    /// <summary>True where a null operand makes the node null whatever the others are.</summary>
    public static bool IsNullIntolerant(Expression node) => node switch
    {
        Arithmetic or Cast or Not or GetField => true,
        Comparison comparison => comparison.Operator != ComparisonOperator.NullSafeEqual,
        Call call => call.Traits.HasFlag(FunctionTraits.NullIntolerant),
        _ => false,
    };

    public static bool IsAlwaysNull(Expression expression) => expression switch
    {
        Literal literal => literal.Value is null,
        _ => IsNullIntolerant(expression) && expression.Children.Any(IsAlwaysNull),
    };

    /// <summary>True where the condition is never true for a row in which all the given columns are null.</summary>
    public static bool Rejects(Expression condition, IReadOnlySet<ColumnId> nullColumns) => condition switch
    {
        Literal literal => literal.Value is null or false,
        And and => Rejects(and.Left, nullColumns) || Rejects(and.Right, nullColumns),
        Or or => Rejects(or.Left, nullColumns) && Rejects(or.Right, nullColumns),
        IsNotNull test => IsNull(test.Child, nullColumns),
        Not { Child: IsNull test } => IsNull(test.Child, nullColumns),
        Not { Child: Or or } => Rejects(new Not(or.Left), nullColumns) || Rejects(new Not(or.Right), nullColumns),
        Not { Child: And and } => Rejects(new Not(and.Left), nullColumns) && Rejects(new Not(and.Right), nullColumns),
        Not { Child: InList list } => IsNull(list.Value, nullColumns),
        InList list => IsNull(list.Value, nullColumns),
        _ => IsNull(condition, nullColumns),
    };

    /// <summary>True where the expression is certainly null when all the given columns are.</summary>
    public static bool IsNull(Expression expression, IReadOnlySet<ColumnId> nullColumns) => expression switch
    {
        ColumnReference column => nullColumns.Contains(column.Id),
        Literal literal => literal.Value is null,
        And and => IsNull(and.Left, nullColumns) && IsNull(and.Right, nullColumns),
        Or or => IsNull(or.Left, nullColumns) && IsNull(or.Right, nullColumns),
        Coalesce coalesce => coalesce.Arguments.All(a => IsNull(a, nullColumns)),
        _ => IsNullIntolerant(expression) && expression.Children.Any(c => IsNull(c, nullColumns)),
    };
}
