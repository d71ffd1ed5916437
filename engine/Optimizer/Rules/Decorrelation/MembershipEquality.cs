using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Decorrelation;

/// <summary>One of the equalities that <c>(a, b) IN (SELECT x, y …)</c> asks for.</summary>
internal sealed record MembershipEquality(Expression Value, Expression Column)
{
    public Expression Equality => new Comparison(ComparisonOperator.Equal, Value, Column);

    public bool MayBeUnknown => Value.Nullable || Column.Nullable;

    /// <summary>True where the equality is true or unknown.</summary>
    public Expression NotFalse
    {
        get
        {
            var condition = Equality;
            if (Value.Nullable)
                condition = new Or(condition, new IsNull(Value));
            return Column.Nullable ? new Or(condition, new IsNull(Column)) : condition;
        }
    }
}
