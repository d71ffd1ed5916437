using System.Text;
using Spindle.Testing;

namespace Spindle.Optimizer.Tests;

/// <summary>One query of a plan file.</summary>
/// <param name="Remarks">Lines after <c>#</c>: what the case is about; <c>fires RULE</c> and <c>quiet RULE</c> say what the rules must do; <c>off</c> plans with the optimiser off, <c>cluster</c> for several executors.</param>
internal sealed record PlanCase(List<string> Remarks, string Sql, string Plan);

/// <summary>
/// A file of queries and the plans expected for them, in <c>tests/Optimizer.Tests/plans</c>. With UPDATE=1 in the environment the plans are written anew instead of compared.
/// <code>
/// # A condition on one side goes to that side.
/// # fires PushFilterThroughJoin
/// SELECT …
/// ----
/// (the plan)
/// ====
/// </code>
/// </summary>
internal static class PlanFile
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Optimizer.Tests", "plans");

    public static bool IsUpdate { get; } = Environment.GetEnvironmentVariable("UPDATE") == "1";

    public static List<PlanCase> Read(string path)
    {
        var cases = new List<PlanCase>();
        foreach (var section in File.ReadAllText(path).Split("\n====\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (section.Trim().Length == 0)
                continue;
            var parts = (section + "\n").Split("\n----\n");
            var lines = parts[0].Trim('\n').Split('\n');
            var remarks = lines.TakeWhile(l => l.StartsWith('#')).Select(l => l[1..].Trim()).ToList();
            cases.Add(new PlanCase(remarks, string.Join('\n', lines.Skip(remarks.Count)), parts.Length > 1 ? parts[1].Trim('\n') : ""));
        }

        return cases;
    }

    public static void Write(string path, IEnumerable<PlanCase> cases)
    {
        var text = new StringBuilder();
        foreach (var one in cases)
        {
            foreach (var remark in one.Remarks)
                text.Append("# ").Append(remark).Append('\n');
            text.Append(one.Sql).Append("\n----\n").Append(one.Plan.Trim('\n')).Append("\n====\n");
        }

        File.WriteAllText(path, text.ToString());
    }
}
