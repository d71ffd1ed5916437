using Spindle.Columnar.Errors;
using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Unresolved;

/// <summary>An expression as it was written, before analysis gives it a type.</summary>
public abstract record UnresolvedExpression : Expression
{
    public sealed override DataType Type => throw new UnreachableException($"{Sql} is unresolved");
    public sealed override bool Nullable => throw new UnreachableException($"{Sql} is unresolved");
    public sealed override bool IsResolved => false;
    public sealed override bool IsFoldable => false;
}

/// <summary><c>a</c>, <c>t.a</c>, <c>t.a.field</c>.</summary>
public sealed record UnresolvedColumn(ValueList<string> Parts) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [];
    public override Expression WithChildren(ValueList<Expression> children) => this;
    public override string Sql => string.Join(".", Parts);
}

/// <summary>The input's column of a number, from 1: what a number means in the GROUP BY of pipe syntax.</summary>
public sealed record UnresolvedPosition(int Index) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [];
    public override Expression WithChildren(ValueList<Expression> children) => this;
    public override string Sql => $"{Index}";
}

/// <summary>A column of one DataFrame, <c>frame["a"]</c>: what that name means there, wherever the frame's rows are read.</summary>
/// <param name="Frame">The <see cref="UnresolvedFrame"/> that is meant.</param>
public sealed record UnresolvedFrameColumn(ValueList<string> Parts, long Frame) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [];
    public override Expression WithChildren(ValueList<Expression> children) => this;
    public override string Sql => string.Join(".", Parts);
}

/// <summary><c>*</c>, <c>t.*</c>, with <c>EXCEPT (…)</c>.</summary>
public sealed record UnresolvedStar(ValueList<string> Qualifier, ValueList<UnresolvedColumn> Except) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [];
    public override Expression WithChildren(ValueList<Expression> children) => this;
    public override string Sql => string.Join(".", [.. Qualifier, "*"]);
}

/// <summary>
/// Any call or operator by name: functions as written, operators under their symbols (<c>+</c>, <c>=</c>, <c>like</c>, <c>between</c> is two comparisons).
/// </summary>
public sealed record UnresolvedFunction(ValueList<string> Parts, ValueList<Expression> Arguments) : UnresolvedExpression
{
    public bool Distinct { get; init; }
    public Expression? Filter { get; init; }
    public ValueList<SortKey> WithinGroup { get; init; } = [];
    public bool IgnoreNulls { get; init; }

    public override ValueList<Expression> Children => [.. Arguments, .. WithinGroup.Select(k => k.Expression), .. Filter is null ? Enumerable.Empty<Expression>() : [Filter]];

    public override Expression WithChildren(ValueList<Expression> children) => this with
    {
        Arguments = children.Take(Arguments.Count).ToValueList(),
        WithinGroup = WithinGroup.Select((k, i) => k with { Expression = children[Arguments.Count + i] }).ToValueList(),
        Filter = Filter is null ? null : children[^1],
    };

    public override string Sql => $"{string.Join(".", Parts)}({(Distinct ? "DISTINCT " : "")}{string.Join(", ", Arguments.Select(a => a.Sql))})";
}

/// <summary>An argument given by name: <c>name =&gt; value</c>.</summary>
public sealed record NamedArgument(string Name, Expression Value) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Value];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Value = children[0] };
    public override string Sql => $"{Name} => {Value.Sql}";
}

/// <summary><c>expression AS name</c>, or <c>AS (a, b)</c> for a generator.</summary>
public sealed record UnresolvedAlias(Expression Child, ValueList<string> Names) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => $"{Child.Sql} AS {string.Join(", ", Names)}";
}

/// <summary><c>x -&gt; body</c>, <c>(x, y) -&gt; body</c>.</summary>
public sealed record UnresolvedLambda(ValueList<string> Parameters, Expression Body) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Body];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Body = children[0] };
    public override string Sql => $"lambdafunction({Body.Sql}, {string.Join(", ", Parameters)})";
}

/// <summary><c>value[key]</c>, or <c>value.field</c> on an expression that is not a name.</summary>
public sealed record UnresolvedExtract(Expression Child, Expression Key) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Child, Key];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0], Key = children[1] };
    public override string Sql => $"{Child.Sql}[{Key.Sql}]";
}

/// <summary><c>CAST(value AS type)</c>; its mode is the session's unless it is a TRY_CAST.</summary>
public sealed record UnresolvedCast(Expression Child, DataType Target, bool Try) : UnresolvedExpression
{
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => $"{(Try ? "TRY_CAST" : "CAST")}({Child.Sql} AS {Target.Sql})";
}

/// <summary><c>function OVER (…)</c> or <c>OVER name</c>.</summary>
/// <param name="BaseWindow">The named window that the specification starts from, or null.</param>
public sealed record UnresolvedWindow(Expression Function, string? BaseWindow, ValueList<Expression> PartitionBy, ValueList<SortKey> OrderBy, WindowFrame? Frame) : UnresolvedExpression
{
    /// <summary>Where the specification stands, which errors about it mark.</summary>
    public Origin Specification { get; init; }

    public override ValueList<Expression> Children => [Function, .. PartitionBy, .. OrderBy.Select(o => o.Expression)];

    public override Expression WithChildren(ValueList<Expression> children) => this with
    {
        Function = children[0],
        PartitionBy = children.Skip(1).Take(PartitionBy.Count).ToValueList(),
        OrderBy = OrderBy.Select((o, i) => o with { Expression = children[1 + PartitionBy.Count + i] }).ToValueList(),
    };

    public override string Sql => $"{Function.Sql} OVER ({BaseWindow})";
}

/// <summary>A window specification given a name by the WINDOW clause.</summary>
public sealed record NamedWindow(string Name, string? BaseWindow, ValueList<Expression> PartitionBy, ValueList<SortKey> OrderBy, WindowFrame? Frame);

/// <summary>A grouping analytic in GROUP BY: ROLLUP, CUBE or GROUPING SETS, each set a list of expressions (or nested analytics).</summary>
public sealed record UnresolvedGroupingSets(GroupingAnalytic Kind, ValueList<ValueList<Expression>> Sets) : UnresolvedExpression
{
    /// <summary>Grouping expressions that stand before the sets and need not be in any: <c>GROUP BY a, b GROUPING SETS ((a))</c>.</summary>
    public ValueList<Expression> Keys { get; init; } = [];

    public override ValueList<Expression> Children => [.. Keys, .. Sets.SelectMany(s => s)];

    public override Expression WithChildren(ValueList<Expression> children)
    {
        var next = Keys.Count;
        var sets = new List<ValueList<Expression>>();
        foreach (var set in Sets)
        {
            sets.Add(children.Skip(next).Take(set.Count).ToValueList());
            next += set.Count;
        }

        return this with { Keys = children.Take(Keys.Count).ToValueList(), Sets = sets.ToValueList() };
    }

    public override string Sql => $"{Kind}({string.Join(", ", Sets.Select(s => $"({string.Join(", ", s.Select(e => e.Sql))})"))})";
}

public enum GroupingAnalytic : byte
{
    Rollup,
    Cube,
    GroupingSets,
}
