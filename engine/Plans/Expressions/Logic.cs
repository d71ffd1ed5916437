using Spindle.Columnar.Types;

namespace Spindle.Plans.Expressions;

/// <summary>Three-valued AND of two conditions; the right one is evaluated only where the left is not false.</summary>
public sealed record And(Expression Left, Expression Right) : Expression
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => Left.Nullable || Right.Nullable;
    public override ValueList<Expression> Children => [Left, Right];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Left = children[0], Right = children[1] };
    public override string Sql => $"({Left.Sql} AND {Right.Sql})";
}

/// <summary>Three-valued OR of two conditions; the right one is evaluated only where the left is not true.</summary>
public sealed record Or(Expression Left, Expression Right) : Expression
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => Left.Nullable || Right.Nullable;
    public override ValueList<Expression> Children => [Left, Right];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Left = children[0], Right = children[1] };
    public override string Sql => $"({Left.Sql} OR {Right.Sql})";
}

public sealed record Not(Expression Child) : Expression
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => Child.Nullable;
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => $"(NOT {Child.Sql})";
}

public sealed record IsNull(Expression Child) : Expression
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => false;
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => $"({Child.Sql} IS NULL)";
}

public sealed record IsNotNull(Expression Child) : Expression
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => false;
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => $"({Child.Sql} IS NOT NULL)";
}

public enum ComparisonOperator : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary><c>&lt;=&gt;</c>: equal, or both null. Never null itself.</summary>
    NullSafeEqual,
}

/// <summary>A comparison of two operands of one type. NaN equals NaN and is above every number; -0.0 equals 0.0.</summary>
public sealed record Comparison(ComparisonOperator Operator, Expression Left, Expression Right) : Expression
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => Operator != ComparisonOperator.NullSafeEqual && (Left.Nullable || Right.Nullable);
    public override ValueList<Expression> Children => [Left, Right];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Left = children[0], Right = children[1] };
    public override string Sql => Operator == ComparisonOperator.NotEqual ? $"(NOT ({Left.Sql} = {Right.Sql}))" : $"({Left.Sql} {Symbol} {Right.Sql})";

    public string Symbol => Operator switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => "<=>",
    };

    /// <summary>The operator that gives the same answer with the operands exchanged.</summary>
    public static ComparisonOperator Mirror(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => op,
    };
}

/// <summary><c>value IN (a, b, …)</c>, all of one type.</summary>
public sealed record InList(Expression Value, ValueList<Expression> Items) : Expression
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => Value.Nullable || Items.Any(i => i.Nullable);
    public override ValueList<Expression> Children => [Value, .. Items];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Value = children[0], Items = children.Skip(1).ToValueList() };
    public override string Sql => $"({Value.Sql} IN ({string.Join(", ", Items.Select(i => i.Sql))}))";
}
