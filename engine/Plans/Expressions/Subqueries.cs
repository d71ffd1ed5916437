using Spindle.Columnar.Types;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Expressions;

/// <summary>
/// An expression over a plan of its own. Columns of enclosing queries stand in the plan as <see cref="OuterReference"/>; the optimizer
/// turns every subquery into joins, or into a value that is computed once.
/// </summary>
public abstract record SubqueryExpression(LogicalPlan Plan) : Expression
{
    public override bool IsFoldable => false;
    public override bool IsResolved => base.IsResolved && Plan.IsResolved;
}

/// <summary>The one value of a plan of one column; null for no row, SCALAR_SUBQUERY_TOO_MANY_ROWS for more than one.</summary>
public sealed record ScalarSubquery(LogicalPlan Plan) : SubqueryExpression(Plan)
{
    public override DataType Type => Plan.Output[0].Type;
    public override bool Nullable => true;
    public override bool RaisesItself => true;
    public override ValueList<Expression> Children => [];
    public override Expression WithChildren(ValueList<Expression> children) => this;
    public override string Sql => "scalarsubquery()";
}

public sealed record Exists(LogicalPlan Plan) : SubqueryExpression(Plan)
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => false;
    public override ValueList<Expression> Children => [];
    public override Expression WithChildren(ValueList<Expression> children) => this;
    public override string Sql => "exists()";
}

/// <summary><c>(a, b) IN (SELECT x, y …)</c>, three-valued.</summary>
public sealed record InSubquery(ValueList<Expression> Values, LogicalPlan Plan) : SubqueryExpression(Plan)
{
    public override DataType Type => DataType.Boolean;
    public override bool Nullable => true;
    public override ValueList<Expression> Children => Values;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Values = children };
    public override string Sql => $"({string.Join(", ", Values.Select(v => v.Sql))} IN (listquery()))";
}
