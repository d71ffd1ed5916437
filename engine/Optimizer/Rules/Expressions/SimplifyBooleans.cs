using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// <code>x AND true  =>  x      x OR true  =>  true      NOT (a &lt; b)  =>  a >= b      NOT (a OR b)  =>  NOT a AND NOT b      x AND x  =>  x</code>
/// </summary>
internal sealed class SimplifyBooleans : ExpressionRule
{
    public override Expression Rewrite(Expression expression) => expression switch
    {
        And and => Simplify(and),
        Or or => Simplify(or),
        Not not => Negate(not),
        _ => expression,
    };

    private static Expression Simplify(And and) => (and.Left, and.Right) switch
    {
        (Literal { Value: true }, var other) => other,
        (var other, Literal { Value: true }) => other,
        (Literal { Value: false } no, _) => no,
        (var other, Literal { Value: false } no) when Predicates.IsMovable(other) => no,
        var (left, right) when left.IsDeterministic && Predicates.Conjuncts(left).Contains(right) => left,
        _ => and,
    };

    private static Expression Simplify(Or or) => (or.Left, or.Right) switch
    {
        (Literal { Value: false }, var other) => other,
        (var other, Literal { Value: false }) => other,
        (Literal { Value: true } yes, _) => yes,
        (var other, Literal { Value: true } yes) when Predicates.IsMovable(other) => yes,
        var (left, right) when left.IsDeterministic && Predicates.Disjuncts(left).Contains(right) => left,
        _ => or,
    };

    private static Expression Negate(Not not) => not.Child switch
    {
        Literal { Value: bool value } => Literal.Of(!value),
        Not inner => inner.Child,
        IsNull test => new IsNotNull(test.Child) { Origin = test.Origin },
        IsNotNull test => new IsNull(test.Child) { Origin = test.Origin },
        And and => new Or(Negate(new Not(and.Left)), Negate(new Not(and.Right))) { Origin = and.Origin },
        Or or => new And(Negate(new Not(or.Left)), Negate(new Not(or.Right))) { Origin = or.Origin },
        Comparison comparison when Opposite(comparison.Operator) is { } opposite => comparison with { Operator = opposite },
        _ => not,
    };

    private static ComparisonOperator? Opposite(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        _ => null,
    };
}
