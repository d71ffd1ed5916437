using Spindle.Analysis.Scopes;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>Gives a plan's columns other names.</summary>
internal static class ColumnNames
{
    public static LogicalPlan Give(ResolvedPlan child, ValueList<string> names) => new Project(
        child.Columns.Select((c, i) => c.Name == names[i] ? c : (Expression)new Alias(c, names[i], ColumnId.Next())).ToValueList(), child.Plan);
}
