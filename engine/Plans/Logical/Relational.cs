using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>Computes columns. Once resolved every item is a <see cref="ColumnReference"/> or an <see cref="Alias"/>.</summary>
public sealed record Project(ValueList<Expression> Items, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<ColumnReference> Output => Items.Select(NamedOutput.Of).ToValueList();
    public override ValueList<Expression> Expressions => Items;
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Items = expressions };
    public override string Describe() => $"Project [{string.Join(", ", Items.Select(NamedOutput.Text))}]";
}

/// <summary>Keeps the rows for which the condition is true.</summary>
public sealed record Filter(Expression Condition, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<Expression> Expressions => [Condition];
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Condition = expressions[0] };
    public override string Describe() => $"Filter {Condition.Sql}";
}

public enum JoinKind : byte
{
    Inner,
    Left,
    Right,
    Full,
    LeftSemi,
    LeftAnti,
    Cross,

    /// <summary>All left rows, with one more boolean column that tells whether a right row matches (null as <c>IN</c> has it, where the join is null-aware).</summary>
    Mark,

    /// <summary>A left join that fails with SCALAR_SUBQUERY_TOO_MANY_ROWS where a left row has more than one match.</summary>
    Single,

    /// <summary>All right rows that have a match on the left, once each: a semi join whose kept side is the build side. Only in physical plans.</summary>
    RightSemi,

    /// <summary>All right rows without a match on the left: an anti join whose kept side is the build side. Only in physical plans.</summary>
    RightAnti,
}

/// <summary>Pairs of rows for which the condition is true (a missing one always is).</summary>
/// <param name="MarkColumn">The column that a <see cref="JoinKind.Mark"/> join adds, else null.</param>
/// <param name="NullAware">For anti and mark joins made from <c>NOT IN</c> and <c>IN</c>: an equality with null neither matches nor fails to.</param>
public sealed record Join(LogicalPlan Left, LogicalPlan Right, JoinKind Kind, Expression? Condition, ColumnReference? MarkColumn = null, bool NullAware = false) : LogicalPlan
{
    /// <summary>True for LATERAL: the right side holds outer references to the left. The optimizer removes them.</summary>
    public bool IsLateral { get; init; }

    /// <summary>How a hint wants the left side to be joined.</summary>
    public JoinStrategy LeftHint { get; init; }

    /// <inheritdoc cref="LeftHint"/>
    public JoinStrategy RightHint { get; init; }

    public override ValueList<LogicalPlan> Children => [Left, Right];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Left = children[0], Right = children[1] };
    public override ValueList<Expression> Expressions => Condition is null ? [] : [Condition];
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => Condition is null ? this : this with { Condition = expressions[0] };

    public override ValueList<ColumnReference> Output => Kind switch
    {
        JoinKind.LeftSemi or JoinKind.LeftAnti => Left.Output,
        JoinKind.RightSemi or JoinKind.RightAnti => Right.Output,
        JoinKind.Mark => [.. Left.Output, MarkColumn!],
        JoinKind.Left or JoinKind.Single => [.. Left.Output, .. MadeNullable(Right.Output)],
        JoinKind.Right => [.. MadeNullable(Left.Output), .. Right.Output],
        JoinKind.Full => [.. MadeNullable(Left.Output), .. MadeNullable(Right.Output)],
        _ => [.. Left.Output, .. Right.Output],
    };

    public override string Describe() =>
        $"Join {Kind}{(IsLateral ? " lateral" : "")}{(NullAware ? " null-aware" : "")}{(Condition is null ? "" : $" on {Condition.Sql}")}{(MarkColumn is null ? "" : $" mark {MarkColumn.Name}{MarkColumn.Id}")}{Hint("left", LeftHint)}{Hint("right", RightHint)}";

    private static string Hint(string side, JoinStrategy hint) => hint == JoinStrategy.Any ? "" : $" {side} hint {JoinHints.Name(hint)}";

    private static IEnumerable<ColumnReference> MadeNullable(ValueList<ColumnReference> columns) => columns.Select(c => c with { IsNullable = true });
}

/// <summary>
/// One row a group of rows with equal keys (one row in all where there are no keys). Once resolved every result is a <see cref="ColumnReference"/> to a
/// grouping column, or an <see cref="Alias"/> over grouping expressions and aggregate calls.
/// </summary>
public sealed record Aggregate(ValueList<Expression> Grouping, ValueList<Expression> Results, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<ColumnReference> Output => Results.Select(NamedOutput.Of).ToValueList();
    public override ValueList<Expression> Expressions => [.. Grouping, .. Results];

    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with
    {
        Grouping = expressions.Take(Grouping.Count).ToValueList(),
        Results = expressions.Skip(Grouping.Count).ToValueList(),
    };

    public override string Describe() =>
        $"Aggregate [{string.Join(", ", Grouping.Select(g => g.Sql))}] [{string.Join(", ", Results.Select(NamedOutput.Text))}]";
}

/// <summary>Each row once for every projection: how grouping sets multiply their input. Each projection gives one expression a column.</summary>
public sealed record Expand(ValueList<ValueList<Expression>> Projections, ValueList<ColumnReference> Columns, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<ColumnReference> Output => Columns;
    public override ValueList<Expression> Expressions => Projections.SelectMany(p => p).ToValueList();

    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with
    {
        Projections = Projections.Select((p, i) => expressions.Skip(i * Columns.Count).Take(Columns.Count).ToValueList()).ToValueList(),
    };

    public override string Describe() =>
        $"Expand [{string.Join(", ", Columns.Select(c => c.Name + c.Id))}] {string.Join(" ", Projections.Select(p => $"({string.Join(", ", p.Select(e => e.Sql))})"))}";
}

/// <summary>Adds window functions' results to each row; all calls share their partitioning and order once the optimizer has split them.</summary>
/// <param name="Calls">Each an <see cref="Alias"/> over a <see cref="WindowCall"/>.</param>
public sealed record Window(ValueList<Expression> Calls, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<ColumnReference> Output => [.. Child.Output, .. Calls.Select(NamedOutput.Of)];
    public override ValueList<Expression> Expressions => Calls;
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Calls = expressions };
    public override string Describe() => $"Window [{string.Join(", ", Calls.Select(NamedOutput.Text))}]";
}

/// <summary>Each row joined with the rows that a generator makes of it; with <paramref name="Outer"/>, once with nulls where it makes none.</summary>
public sealed record Generate(GeneratorCall Generator, bool Outer, ValueList<ColumnReference> Columns, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<ColumnReference> Output => [.. Child.Output, .. Columns];
    public override ValueList<Expression> Expressions => [Generator];
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Generator = (GeneratorCall)expressions[0] };
    public override string Describe() => $"Generate{(Outer ? " outer" : "")} {Generator.Sql} [{string.Join(", ", Columns.Select(c => c.Name + c.Id))}]";
}

public sealed record Sort(ValueList<SortKey> Keys, LogicalPlan Child) : UnaryPlan(Child)
{
    /// <summary>False for SORT BY, which orders within each partition only.</summary>
    public bool Global { get; init; } = true;

    public override ValueList<Expression> Expressions => Keys.Select(k => k.Expression).ToValueList();
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Keys = Keys.Select((k, i) => k with { Expression = expressions[i] }).ToValueList() };
    public override string Describe() => $"Sort [{string.Join(", ", Keys.Select(k => k.Sql))}]";
}

/// <summary>Skips <paramref name="Offset"/> rows, then keeps at most <paramref name="Count"/> (null for all). Both foldable, not negative.</summary>
public sealed record Limit(Expression? Count, Expression? Offset, LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<Expression> Expressions => (Count, Offset) switch
    {
        ({ } count, { } offset) => [count, offset],
        ({ } count, null) => [count],
        (null, { } offset) => [offset],
        _ => [],
    };

    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with
    {
        Count = Count is null ? null : expressions[0],
        Offset = Offset is null ? null : expressions[^1],
    };

    public override string Describe() => $"Limit {Count?.Sql ?? "all"}{(Offset is null ? "" : $" offset {Offset.Sql}")}";
}

public sealed record Distinct(LogicalPlan Child) : UnaryPlan(Child)
{
    public override string Describe() => "Distinct";
}

/// <summary>The child's rows under another name; gone after analysis.</summary>
/// <param name="Columns">New column names, or null to keep the child's.</param>
public sealed record SubqueryAlias(string Name, ValueList<string>? ColumnNames, LogicalPlan Child) : UnaryPlan(Child)
{
    /// <summary>What stands before the name: a view's catalog and schema.</summary>
    public ValueList<string> Qualifier { get; init; } = [];

    public override ValueList<ColumnReference> Output => Child.Output
        .Select((c, i) => c with { Qualifier = [.. Qualifier, Name], Name = ColumnNames is null ? c.Name : ColumnNames[i] }).ToValueList();

    public override string Describe() => $"SubqueryAlias {Name}{(ColumnNames is null ? "" : $"({string.Join(", ", ColumnNames)})")}";
}
