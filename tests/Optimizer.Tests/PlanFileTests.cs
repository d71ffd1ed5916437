using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Tests;

/// <summary>Every plan file: the plans are as written, and each rule fires or keeps quiet as the file says.</summary>
public sealed class PlanFileTests
{
    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(PlanFile.Folder, "*.plans").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Plans_are_as_expected(string file)
    {
        var path = Path.Combine(PlanFile.Folder, file);
        var cases = PlanFile.Read(path);
        var planned = new List<PlanCase>();
        foreach (var one in cases)
        {
            var context = new PlanningContext(OptimizerSettings.Default with { Enabled = !one.Remarks.Contains("off") });
            var plan = QueryPlanner.Plan(Planning.Analyze(one.Sql), context, one.Remarks.Contains("cluster") ? Planning.Cluster : Topology.OneProcess);
            foreach (var remark in one.Remarks)
            {
                if (remark.StartsWith("fires ", StringComparison.Ordinal))
                    Assert.True(context.Fired.Contains(remark[6..]), $"{remark[6..]} did not fire for: {one.Sql}\n{plan}");
                if (remark.StartsWith("quiet ", StringComparison.Ordinal))
                    Assert.False(context.Fired.Contains(remark[6..]), $"{remark[6..]} fired for: {one.Sql}\n{plan}");
            }

            planned.Add(one with { Plan = PhysicalPlanText.Of(plan).Trim('\n') });
        }

        if (PlanFile.IsUpdate)
            PlanFile.Write(path, planned);
        else
            Assert.All(cases.Zip(planned), p => Assert.Equal(p.First.Plan, p.Second.Plan));
    }
}
