using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Unresolved;

/// <summary>A table by name, or a file by format and path (<c>parquet.`data/t`</c>); options come from the reader API or <c>WITH (…)</c>.</summary>
public sealed record UnresolvedRelation(ValueList<string> Parts, ValueList<KeyValuePair<string, string>> Options) : LeafPlan
{
    public override ValueList<ColumnReference> Output => throw new UnreachableException($"{Describe()} is unresolved");
    public override bool IsResolved => false;
    public override string Describe() => $"UnresolvedRelation {string.Join(".", Parts)}";
}

/// <summary><c>VALUES (…), (…)</c> as written; <paramref name="Names"/> are col1, col2 … unless an alias gives others.</summary>
public sealed record UnresolvedValues(ValueList<ValueList<Expression>> Rows) : LeafPlan
{
    public override ValueList<ColumnReference> Output => throw new UnreachableException($"{Describe()} is unresolved");
    public override bool IsResolved => false;
    public override string Describe() => $"UnresolvedValues {Rows.Count} rows";
}

/// <summary>A function in FROM: <c>range(10)</c>, <c>explode(array(1, 2))</c>.</summary>
public sealed record UnresolvedTableFunction(ValueList<string> Parts, ValueList<Expression> Arguments) : LeafPlan
{
    public override ValueList<ColumnReference> Output => throw new UnreachableException($"{Describe()} is unresolved");
    public override bool IsResolved => false;
    public override ValueList<Expression> Expressions => Arguments;
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Arguments = expressions };
    public override string Describe() => $"UnresolvedTableFunction {string.Join(".", Parts)}";
}

/// <summary>A plan over one other that analysis replaces.</summary>
public abstract record UnresolvedUnary(LogicalPlan Child) : UnaryPlan(Child)
{
    public override ValueList<ColumnReference> Output => throw new UnreachableException($"{Describe()} is unresolved");
    public sealed override bool IsResolved => false;
}

/// <summary><c>LATERAL VIEW [OUTER] generator(…) alias AS a, b</c>.</summary>
public sealed record UnresolvedLateralView(UnresolvedFunction Generator, bool Outer, string Alias, ValueList<string> Names, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override ValueList<Expression> Expressions => [Generator];
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Generator = (UnresolvedFunction)expressions[0] };
    public override string Describe() => $"UnresolvedLateralView {Generator.Sql}";
}

/// <summary>HAVING over the aggregate below it (which it may extend by aggregates of its own).</summary>
public sealed record UnresolvedHaving(Expression Condition, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override ValueList<Expression> Expressions => [Condition];
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Condition = expressions[0] };
    public override string Describe() => $"UnresolvedHaving {Condition.Sql}";
}

/// <summary>QUALIFY: a filter over window functions' results.</summary>
public sealed record UnresolvedQualify(Expression Condition, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override ValueList<Expression> Expressions => [Condition];
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Condition = expressions[0] };
    public override string Describe() => $"UnresolvedQualify {Condition.Sql}";
}

/// <summary>A SELECT with a WINDOW clause: the definitions that <c>OVER name</c> below refers to.</summary>
public sealed record UnresolvedWindowDefinitions(ValueList<NamedWindow> Windows, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override string Describe() => $"UnresolvedWindowDefinitions {string.Join(", ", Windows.Select(w => w.Name))}";
}

/// <summary><c>GROUP BY ALL</c> or <c>ORDER BY ALL</c> marks itself by this expression in the list.</summary>
public sealed record UnresolvedAll : UnresolvedExpression
{
    public override ValueList<Expression> Children => [];
    public override Expression WithChildren(ValueList<Expression> children) => this;
    public override string Sql => "ALL";
}

/// <summary>A join with <c>USING (…)</c> or <c>NATURAL</c>.</summary>
/// <param name="Using">The common columns; null for NATURAL.</param>
public sealed record UnresolvedUsingJoin(LogicalPlan Left, LogicalPlan Right, JoinKind Kind, ValueList<string>? Using) : LogicalPlan
{
    public bool IsLateral { get; init; }

    public override ValueList<ColumnReference> Output => throw new UnreachableException($"{Describe()} is unresolved");
    public override bool IsResolved => false;
    public override ValueList<LogicalPlan> Children => [Left, Right];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Left = children[0], Right = children[1] };
    public override string Describe() => $"UnresolvedUsingJoin {Kind} {(Using is null ? "natural" : string.Join(", ", Using))}";
}

/// <summary>One definition of a WITH clause.</summary>
public sealed record UnresolvedCommonTable(string Name, ValueList<string>? ColumnNames, LogicalPlan Plan)
{
    /// <summary><c>MAX RECURSION LEVEL</c>; null for the session's limit.</summary>
    public int? MaxLevel { get; init; }
}

/// <summary><c>WITH [RECURSIVE] a AS (…), b AS (…) query</c>.</summary>
public sealed record UnresolvedWith(ValueList<UnresolvedCommonTable> Tables, bool Recursive, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override string Describe() => $"UnresolvedWith {string.Join(", ", Tables.Select(t => t.Name))}";
}

/// <summary>A hint, <c>/*+ BROADCAST(t) */</c>; it advises and never changes an answer.</summary>
public sealed record UnresolvedHint(string Name, ValueList<Expression> Arguments, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override string Describe() => $"UnresolvedHint {Name}";
}

/// <summary>The plan of a DataFrame, marked so that <see cref="UnresolvedFrameColumn"/> can mean its columns. It changes no row.</summary>
public sealed record UnresolvedFrame(long Id, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override string Describe() => $"UnresolvedFrame {Id}";
}

public enum SampleKind : byte
{
    Percent,
    Rows,
}

/// <summary><c>TABLESAMPLE (10 PERCENT)</c>, <c>TABLESAMPLE (5 ROWS)</c>.</summary>
public sealed record UnresolvedSample(SampleKind Kind, Expression Amount, long? Seed, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override ValueList<Expression> Expressions => [Amount];
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Amount = expressions[0] };
    public override string Describe() => $"UnresolvedSample {Amount.Sql} {Kind}";
}

/// <summary><c>PIVOT (aggregates FOR columns IN (values))</c>; a value is a literal, a row of literals (<c>struct</c>), or an alias over one.</summary>
public sealed record UnresolvedPivot(ValueList<Expression> Aggregates, ValueList<Expression> Columns, ValueList<Expression> Values, LogicalPlan Child) : UnresolvedUnary(Child)
{
    /// <summary>What rows are grouped by; null for all columns that are neither aggregated nor pivoted.</summary>
    public ValueList<Expression>? Grouping { get; init; }

    public override ValueList<Expression> Expressions => [.. Aggregates, .. Columns, .. Values, .. Grouping ?? []];

    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with
    {
        Aggregates = expressions.Take(Aggregates.Count).ToValueList(),
        Columns = expressions.Skip(Aggregates.Count).Take(Columns.Count).ToValueList(),
        Values = expressions.Skip(Aggregates.Count + Columns.Count).Take(Values.Count).ToValueList(),
        Grouping = Grouping is null ? null : expressions.Skip(Aggregates.Count + Columns.Count + Values.Count).ToValueList(),
    };

    public override string Describe() =>
        $"UnresolvedPivot [{string.Join(", ", Aggregates.Select(a => a.Sql))}] for [{string.Join(", ", Columns.Select(c => c.Sql))}] in [{string.Join(", ", Values.Select(v => v.Sql))}]";
}

/// <summary>The columns that UNPIVOT turns into one row, as many as it has value names, and what the row says they are (null for their names).</summary>
public sealed record UnpivotColumns(ValueList<Expression> Columns, string? Label);

/// <summary><c>UNPIVOT (values FOR variable IN (columns))</c>.</summary>
public sealed record UnresolvedUnpivot(ValueList<string> ValueNames, string Variable, ValueList<UnpivotColumns> Columns, bool IncludeNulls, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override ValueList<Expression> Expressions => Columns.SelectMany(c => c.Columns).ToValueList();

    public override LogicalPlan WithExpressions(ValueList<Expression> expressions)
    {
        var next = 0;
        var columns = new List<UnpivotColumns>();
        foreach (var group in Columns)
        {
            columns.Add(group with { Columns = expressions.Skip(next).Take(group.Columns.Count).ToValueList() });
            next += group.Columns.Count;
        }

        return this with { Columns = columns.ToValueList() };
    }

    public override string Describe() =>
        $"UnresolvedUnpivot [{string.Join(", ", ValueNames)}] for {Variable} in [{string.Join(", ", Expressions.Select(c => c.Sql))}]{(IncludeNulls ? " with nulls" : "")}";
}

/// <summary>A pipe operator that keeps the child's columns and adds, replaces or drops some: <c>|&gt; EXTEND</c>, <c>|&gt; SET</c>, <c>|&gt; DROP</c>; and <c>withColumn</c> and its kind.</summary>
/// <param name="Items">For DROP the columns; else each an <see cref="UnresolvedAlias"/> of one name, or for EXTEND any expression.</param>
public sealed record UnresolvedColumnEdit(ColumnEdit Kind, ValueList<Expression> Items, LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override ValueList<Expression> Expressions => Items;
    public override LogicalPlan WithExpressions(ValueList<Expression> expressions) => this with { Items = expressions };
    public override string Describe() => $"UnresolvedColumnEdit {Kind} [{string.Join(", ", Items.Select(i => i.Sql))}]";
}

/// <summary>What a pipe operator reads: the rows of all before it, whose select list and order are done.</summary>
public sealed record UnresolvedPipe(LogicalPlan Child) : UnresolvedUnary(Child)
{
    public override string Describe() => "UnresolvedPipe";
}

public enum ColumnEdit : byte
{
    /// <summary>New columns behind the others, whatever their names.</summary>
    Extend,

    /// <summary>Replaces columns of these names, which must exist.</summary>
    Set,

    /// <summary>Replaces columns of these names where they exist, else adds them behind the others (<c>withColumn</c>).</summary>
    SetOrExtend,

    /// <summary>Leaves columns out; a missing one is an error.</summary>
    Drop,

    /// <summary>Leaves columns out where they exist.</summary>
    DropIfExists,

    /// <summary>Renames the columns that the aliases' children name, where they exist.</summary>
    Rename,
}
