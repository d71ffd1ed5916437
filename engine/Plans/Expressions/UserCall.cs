using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;

namespace Spindle.Plans.Expressions;

/// <summary>A call of a function of the user's. It may raise, so it stays behind what guards it; it is never folded, since only a process that has the user's code can run it.</summary>
/// <param name="Name">The name as written or registered.</param>
public sealed record UserCall(string Name, UserFunction Function, ValueList<Expression> Arguments) : Expression
{
    public override DataType Type => Function.Result;
    public override bool Nullable => Function.ResultNullable || Arguments.Where((a, i) => a.Nullable && !Function.Parameters[i].TakesNull).Any();
    public override bool RaisesItself => true;
    public override bool IsDeterministicItself => Function.IsDeterministic;
    public override bool IsFoldable => false;
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string Sql => $"{Name}({string.Join(", ", Arguments.Select(a => a.Sql))})";

    // The written name is for display.
    public bool Equals(UserCall? other) => other is not null && Function.Equals(other.Function) && Arguments.Equals(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(Function.Code, Arguments);
}
