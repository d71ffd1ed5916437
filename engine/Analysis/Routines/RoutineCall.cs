using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Routines;

/// <summary>
/// A call of a scalar SQL function while analysis goes on: its arguments take part in grouping like any call's, and its body, over columns that stand for the parameters, takes its place at the
/// end (<see cref="ExpandRoutines"/>).
/// </summary>
internal sealed record RoutineCall(SqlFunction Function, ValueList<Expression> Arguments, ValueList<ColumnReference> Parameters, Expression Body) : Expression
{
    public override DataType Type => Body.Type;
    public override bool Nullable => true;
    public override bool RaisesItself => true;
    public override bool IsDeterministicItself => Body.IsDeterministic;
    public override bool IsFoldable => false;
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string Sql => $"{Function.DisplayName}({string.Join(", ", Arguments.Select(a => a.Sql))})";
}
