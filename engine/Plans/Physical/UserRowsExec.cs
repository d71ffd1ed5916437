using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;

namespace Spindle.Plans.Physical;

/// <summary>The user's functions over rows as objects: see <see cref="Logical.UserRows"/>.</summary>
public sealed record UserRowsExec(ValueList<UserStep> Steps, StructType Columns, PhysicalPlan Child) : UnaryExec(Child)
{
    public override StructType Schema => Columns;
    public override string Describe() => $"UserRows {string.Join(", ", Steps)}";
}
