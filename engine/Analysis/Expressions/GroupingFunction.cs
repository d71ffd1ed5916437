using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Expressions;

/// <summary><c>grouping(a)</c> or <c>grouping_id(a, b)</c> until the grouping sets that it asks about are known.</summary>
internal sealed record GroupingFunction(string Name, ValueList<Expression> Arguments) : Expression
{
    public bool IsId => Name == "grouping_id";

    public override DataType Type => IsId ? DataType.Long : DataType.Byte;
    public override bool Nullable => false;
    public override bool IsFoldable => false;
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string Sql => $"{Name}({string.Join(", ", Arguments.Select(a => a.Sql))})";

    public static GroupingFunction? Named(string name) => name is "grouping" or "grouping_id" ? new GroupingFunction(name, []) : null;
}
