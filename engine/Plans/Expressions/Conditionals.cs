using Spindle.Columnar.Types;

namespace Spindle.Plans.Expressions;

/// <summary>
/// <c>CASE WHEN c1 THEN v1 … [ELSE v] END</c>; also what <c>IF</c>, <c>NULLIF</c> and the simple CASE become. All values have one type.
/// A branch is evaluated only on the lanes that earlier conditions left open.
/// </summary>
/// <param name="Conditions">As many as <paramref name="Values"/>.</param>
/// <param name="Else">Null for NULL.</param>
public sealed record Case(ValueList<Expression> Conditions, ValueList<Expression> Values, Expression? Else) : Expression
{
    public override DataType Type => Values[0].Type;
    public override bool Nullable => Else is null || Else.Nullable || Values.Any(v => v.Nullable);
    public override ValueList<Expression> Children => Else is null ? [.. Conditions, .. Values] : [.. Conditions, .. Values, Else];

    public override Expression WithChildren(ValueList<Expression> children) => this with
    {
        Conditions = children.Take(Conditions.Count).ToValueList(),
        Values = children.Skip(Conditions.Count).Take(Values.Count).ToValueList(),
        Else = Else is null ? null : children[^1],
    };

    public override string Sql =>
        $"CASE {string.Join(" ", Conditions.Zip(Values, (c, v) => $"WHEN {c.Sql} THEN {v.Sql}"))}{(Else is null ? "" : $" ELSE {Else.Sql}")} END";
}

/// <summary>The first operand that is not null; later ones are evaluated only where the earlier ones are null. One type.</summary>
public sealed record Coalesce(ValueList<Expression> Arguments) : Expression
{
    public override DataType Type => Arguments[0].Type;
    public override bool Nullable => Arguments.All(a => a.Nullable);
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string Sql => $"coalesce({string.Join(", ", Arguments.Select(a => a.Sql))})";
}
