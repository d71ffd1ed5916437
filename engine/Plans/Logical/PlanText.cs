using System.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>Draws a logical plan as a tree of lines, subquery plans below the node whose expression holds them.</summary>
internal static class PlanText
{
    public static string Of(LogicalPlan plan)
    {
        var text = new StringBuilder();
        Write(plan, text, "", "");
        return text.ToString();
    }

    private static void Write(LogicalPlan plan, StringBuilder text, string first, string rest)
    {
        text.Append(first).Append(plan.Describe()).Append('\n');
        var below = plan.Expressions.SelectMany(e => e.SelfAndDescendants()).OfType<SubqueryExpression>().Select(s => s.Plan).Concat(plan.Children).ToList();
        for (var i = 0; i < below.Count; i++)
        {
            var last = i == below.Count - 1;
            Write(below[i], text, rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
        }
    }
}
