using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;

namespace Spindle.Plans.Unresolved;

/// <summary>A call of a user function that is not registered under a name.</summary>
public sealed record UnresolvedUserCall(string Name, UserFunction Function, ValueList<Expression> Arguments) : UnresolvedExpression
{
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string Sql => $"{Name}({string.Join(", ", Arguments.Select(a => a.Sql))})";
}

/// <summary>A call of a user aggregate that is not registered under a name.</summary>
public sealed record UnresolvedUserAggregateCall(string Name, UserAggregate Function, ValueList<Expression> Arguments) : UnresolvedExpression
{
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string Sql => $"{Name}({string.Join(", ", Arguments.Select(a => a.Sql))})";
}
