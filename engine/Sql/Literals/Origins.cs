using Spindle.Columnar.Errors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Sql.Parsing.Literals;

/// <summary>Nodes that were made before their place was known.</summary>
internal static class Origins
{
    public static Literal At(this Literal literal, Origin origin) => literal with { Origin = origin };

    public static TPlan At<TPlan>(this TPlan plan, Origin origin)
        where TPlan : LogicalPlan => (TPlan)(plan with { Origin = origin });
}
