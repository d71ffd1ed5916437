using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>The rows of all inputs, one after the other. Once resolved the inputs' types agree column by column.</summary>
/// <param name="Columns">The result's columns, under ids of their own; empty until resolved.</param>
public sealed record Union(ValueList<LogicalPlan> Inputs, ValueList<ColumnReference> Columns) : LogicalPlan
{
    public override ValueList<ColumnReference> Output => Columns;
    public override ValueList<LogicalPlan> Children => Inputs;
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Inputs = children };
    public override string Describe() => $"Union [{string.Join(", ", Columns.Select(c => c.Name + c.Id))}]";
}

public enum SetOperator : byte
{
    Union,
    Intersect,
    Except,
}

/// <summary><c>left UNION|INTERSECT|EXCEPT [ALL] [BY NAME] right</c>. A UNION becomes <see cref="Union"/> (and <see cref="Distinct"/>) in analysis.</summary>
public sealed record SetOperation(SetOperator Operator, bool All, bool ByName, bool AllowMissingColumns, LogicalPlan Left, LogicalPlan Right) : LogicalPlan
{
    public override ValueList<ColumnReference> Output => Operator == SetOperator.Except
        ? Left.Output
        : Left.Output.Select((c, i) => c with { IsNullable = c.IsNullable && Right.Output[i].IsNullable }).ToValueList();

    public override ValueList<LogicalPlan> Children => [Left, Right];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Left = children[0], Right = children[1] };
    public override string Describe() => $"{Operator}{(All ? " all" : "")}";
}

/// <summary>A common table expression after analysis: its plan, once, and an id that references name.</summary>
public sealed record CommonTable(string Name, long Id, LogicalPlan Plan);

/// <summary>Common tables and the plan that reads them; the optimizer inlines or shares each.</summary>
public sealed record With(ValueList<CommonTable> Tables, LogicalPlan Child) : LogicalPlan
{
    public override ValueList<ColumnReference> Output => Child.Output;
    public override ValueList<LogicalPlan> Children => [.. Tables.Select(t => t.Plan), Child];

    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with
    {
        Tables = Tables.Select((t, i) => t with { Plan = children[i] }).ToValueList(),
        Child = children[^1],
    };

    public override string Describe() => $"With {string.Join(", ", Tables.Select(t => $"{t.Name} #{t.Id}"))}";
}
