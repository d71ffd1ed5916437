using System.Globalization;
using System.Text;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Settings;

namespace Spindle.Sql.Running;

/// <summary>What EXPLAIN shows of a plan.</summary>
internal static class PlanExplanation
{
    public static string Of(SessionState state, ExplainMode mode, LogicalPlan plan, string? sqlText)
    {
        if (plan is Command command)
            return $"== Command ==\n{command.ToString().TrimEnd()}";
        var used = state.Cache.Use(plan);
        using var held = used.Hold;
        var analyzed = state.Compiler.Analyze(used.Plan, sqlText, used.Names);
        return mode switch
        {
            ExplainMode.Extended => Sections(
                ("Parsed Logical Plan", plan.Transform(p => p is UnresolvedFrame frame ? frame.Child : p).ToString()),
                ("Analyzed Logical Plan", analyzed.ToString()),
                ("Optimized Logical Plan", state.Compiler.Optimize(analyzed).ToString()),
                ("Physical Plan", state.Compiler.Plan(analyzed).ToString())),
            ExplainMode.Cost => Sections(("Optimized Logical Plan", state.Compiler.Optimize(analyzed).ToString()), ("Physical Plan", state.Compiler.Plan(analyzed).ToString())),
            ExplainMode.Analyze => Analyzed(state, analyzed, sqlText),
            _ => Sections(("Physical Plan", state.Compiler.Plan(analyzed).ToString())),
        };
    }

    private static string Sections(params ReadOnlySpan<(string Title, string Text)> sections)
    {
        var text = new StringBuilder();
        foreach (var (title, body) in sections)
            text.Append(text.Length == 0 ? "" : "\n\n").Append("== ").Append(title).Append(" ==\n").Append(body.TrimEnd());
        return text.ToString();
    }

    private static string Analyzed(SessionState state, LogicalPlan analyzed, string? sqlText)
    {
        using var result = state.Compiler.StartAnalyzed(analyzed, sqlText, default);
        var rows = 0L;
        while (result.Next() is { } batch)
        {
            rows += batch.Rows;
            batch.Release();
        }

        var text = new StringBuilder("== Physical Plan with figures ==\n");
        Write(text, result.Plan, result.Metrics, "", "");
        return text.Append(CultureInfo.InvariantCulture, $"{rows:N0} rows, peak memory {ByteSize.Format(state.Budget.Peak)}").ToString();
    }

    private static void Write(StringBuilder text, PhysicalPlan plan, IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> metrics, string first, string rest)
    {
        text.Append(first).Append(plan.Describe()).Append('\n');
        if (metrics.TryGetValue(plan, out var figures))
        {
            text.Append(rest).Append(plan.Children.Count > 0 ? "│    " : "     ").Append(CultureInfo.InvariantCulture,
                $"rows {figures.Rows:N0}, batches {figures.Batches:N0}, time {figures.Nanoseconds / 1e6:0.0} ms, memory {ByteSize.Format(figures.PeakBytes)}, spilled {ByteSize.Format(figures.SpilledBytes)}").Append('\n');
        }

        for (var i = 0; i < plan.Children.Count; i++)
        {
            var last = i == plan.Children.Count - 1;
            Write(text, plan.Children[i], metrics, rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
        }
    }
}
