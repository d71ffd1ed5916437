using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Plans.Commands;

/// <summary>A statement that does something beside answering rows; the session runs it. Its output is the table that it shows, if any.</summary>
public abstract record Command : LeafPlan
{
    public override ValueList<ColumnReference> Output => [];
    public override string Describe() => GetType().Name;
}
