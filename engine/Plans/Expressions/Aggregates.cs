using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;

namespace Spindle.Plans.Expressions;

/// <summary>An expression to sort by. Nulls are lower than every value unless told otherwise.</summary>
public sealed record SortKey(Expression Expression, bool Descending, bool NullsFirst)
{
    public string Sql => $"{Expression.Sql} {(Descending ? "DESC" : "ASC")} {(NullsFirst ? "NULLS FIRST" : "NULLS LAST")}";

    public override string ToString() => Sql;
}

/// <summary>An aggregate function over the rows of a group.</summary>
/// <param name="Function">Its id in the table of functions.</param>
/// <param name="Name">The name as written.</param>
/// <param name="Filter">Only rows where it is true count; null for all.</param>
/// <param name="Ordering">The order of WITHIN GROUP, empty for none.</param>
public sealed record AggregateCall(string Function, string Name, ValueList<Expression> Arguments, bool Distinct, Expression? Filter, ValueList<SortKey> Ordering,
    DataType ResultType, bool IsNullable, FunctionTraits Traits, EvaluationMode Mode = EvaluationMode.Ansi) : Expression
{
    public override DataType Type => ResultType;
    public override bool Nullable => IsNullable;
    public override bool RaisesItself => Traits.HasFlag(FunctionTraits.CanRaise);
    public override bool IsDeterministicItself => !Traits.HasFlag(FunctionTraits.Nondeterministic);
    public override bool IsFoldable => false;

    public override ValueList<Expression> Children => Filter is null
        ? [.. Arguments, .. Ordering.Select(o => o.Expression)]
        : [.. Arguments, .. Ordering.Select(o => o.Expression), Filter];

    public override Expression WithChildren(ValueList<Expression> children) => this with
    {
        Arguments = children.Take(Arguments.Count).ToValueList(),
        Ordering = Ordering.Select((o, i) => o with { Expression = children[Arguments.Count + i] }).ToValueList(),
        Filter = Filter is null ? null : children[^1],
    };

    /// <summary>The generated name where the function has a form of its own (<c>count(1)</c> for <c>count(*)</c>); null for <c>name(a, b)</c>.</summary>
    public string? Text { get; init; }

    /// <summary>The user's aggregate that the call is of; null for the functions of the table.</summary>
    public UserAggregate? User { get; init; }

    public override string Sql
    {
        get
        {
            var text = Text ?? $"{Name}({(Distinct ? "DISTINCT " : "")}{string.Join(", ", Arguments.Select(a => a.Sql))})";
            if (Ordering.Count > 0)
                text += $" WITHIN GROUP (ORDER BY {string.Join(", ", Ordering.Select(o => o.Sql))})";
            return Filter is null ? text : $"{text} FILTER (WHERE {Filter.Sql})";
        }
    }

    public bool Equals(AggregateCall? other) => other is not null && Function == other.Function && Distinct == other.Distinct && ResultType == other.ResultType
        && Mode == other.Mode && Equals(User, other.User) && Arguments.Equals(other.Arguments) && Equals(Filter, other.Filter) && Ordering.Equals(other.Ordering);

    public override int GetHashCode() => HashCode.Combine(Function, Distinct, ResultType, Arguments, Filter, Ordering);
}

public enum FrameUnit : byte
{
    Rows,
    Range,
}

public enum FrameBoundKind : byte
{
    UnboundedPreceding,
    Preceding,
    CurrentRow,
    Following,
    UnboundedFollowing,
}

/// <summary>One end of a window frame; <paramref name="Offset"/> is a foldable expression where the kind needs one.</summary>
public sealed record FrameBound(FrameBoundKind Kind, Expression? Offset = null)
{
    public override string ToString() => Kind switch
    {
        FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
        FrameBoundKind.Preceding => $"{Offset?.Sql} PRECEDING",
        FrameBoundKind.CurrentRow => "CURRENT ROW",
        FrameBoundKind.Following => $"{Offset?.Sql} FOLLOWING",
        _ => "UNBOUNDED FOLLOWING",
    };
}

public sealed record WindowFrame(FrameUnit Unit, FrameBound Start, FrameBound End)
{
    public override string ToString() => $"{(Unit == FrameUnit.Rows ? "ROWS" : "RANGE")} BETWEEN {Start} AND {End}";
}

/// <summary>A ranking or offset function, which only a window gives a meaning (<c>row_number</c>, <c>lag</c>, <c>nth_value</c> …).</summary>
public sealed record WindowFunctionCall(string Function, string Name, ValueList<Expression> Arguments, bool IgnoreNulls, DataType ResultType, bool IsNullable) : Expression
{
    public override DataType Type => ResultType;
    public override bool Nullable => IsNullable;
    public override bool IsFoldable => false;
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string Sql => $"{Name}({string.Join(", ", Arguments.Select(a => a.Sql))}){(IgnoreNulls ? " ignore nulls" : "")}";
}

/// <summary><c>function OVER (PARTITION BY … ORDER BY … frame)</c>.</summary>
/// <param name="Function">An <see cref="AggregateCall"/> or a <see cref="WindowFunctionCall"/>.</param>
/// <param name="Frame">Never null once resolved: analysis puts Spark's default in.</param>
public sealed record WindowCall(Expression Function, ValueList<Expression> PartitionBy, ValueList<SortKey> OrderBy, WindowFrame? Frame) : Expression
{
    public override DataType Type => Function.Type;
    public override bool Nullable => Function.Nullable;
    public override bool IsFoldable => false;
    public override ValueList<Expression> Children => [Function, .. PartitionBy, .. OrderBy.Select(o => o.Expression)];

    public override Expression WithChildren(ValueList<Expression> children) => this with
    {
        Function = children[0],
        PartitionBy = children.Skip(1).Take(PartitionBy.Count).ToValueList(),
        OrderBy = OrderBy.Select((o, i) => o with { Expression = children[1 + PartitionBy.Count + i] }).ToValueList(),
    };

    public override string Sql
    {
        get
        {
            var parts = new List<string>();
            if (PartitionBy.Count > 0)
                parts.Add($"PARTITION BY {string.Join(", ", PartitionBy.Select(p => p.Sql))}");
            if (OrderBy.Count > 0)
                parts.Add($"ORDER BY {string.Join(", ", OrderBy.Select(o => o.Sql))}");
            if (Frame is not null)
                parts.Add(Frame.ToString());
            return $"{Function.Sql} OVER ({string.Join(" ", parts)})";
        }
    }
}

/// <summary>A function that gives rows (<c>explode</c>, <c>inline</c>, <c>stack</c> …); stands only under a Generate node once resolved.</summary>
/// <param name="Output">The columns of the rows.</param>
public sealed record GeneratorCall(string Function, string Name, ValueList<Expression> Arguments, StructType Output, FunctionTraits Traits) : Expression
{
    public override DataType Type => Output;
    public override bool Nullable => false;
    public override bool RaisesItself => Traits.HasFlag(FunctionTraits.CanRaise);
    public override bool IsFoldable => false;
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string Sql => $"{Name}({string.Join(", ", Arguments.Select(a => a.Sql))})";
}
