using System.Text;

namespace Spindle.Plans.Physical;

/// <summary>Draws a physical plan as a tree of lines.</summary>
public static class PhysicalPlanText
{
    public static string Of(PhysicalPlan plan) => Of(plan, static _ => "");

    /// <summary>The tree with a remark behind each node (EXPLAIN ANALYZE's figures).</summary>
    public static string Of(PhysicalPlan plan, Func<PhysicalPlan, string> remark)
    {
        var text = new StringBuilder();
        Write(plan, text, "", "", remark);
        return text.ToString();
    }

    private static void Write(PhysicalPlan plan, StringBuilder text, string first, string rest, Func<PhysicalPlan, string> remark)
    {
        text.Append(first).Append(plan.Describe()).Append(remark(plan)).Append('\n');
        for (var i = 0; i < plan.Children.Count; i++)
        {
            var last = i == plan.Children.Count - 1;
            Write(plan.Children[i], text, rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), remark);
        }
    }
}
