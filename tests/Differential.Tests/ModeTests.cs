using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Data;
using Spindle.Differential.Tests.Engines;
using Spindle.Differential.Tests.Running;
using Spindle.Testing;

namespace Spindle.Differential.Tests;

/// <summary>Random queries answered alike however they are run; needs no other engine.</summary>
public sealed class ModeTests
{
    [Theory]
    [MemberData(nameof(Modes.Names), MemberType = typeof(Modes))]
    public void Random_queries_have_the_same_answers_in_every_mode(string mode)
    {
        var tables = RandomTables.Flat(RandomTables.Create(seed: 20));
        using var standard = new SpindleEngine(Sessions.Over(tables));
        using var other = new SpindleEngine(Sessions.Over(tables, Modes.Of(mode)));
        var run = new DifferentialRun(standard, other, tables);
        run.Run(0, TestTiers.Choose(60, 500, 3_000));

        Console.WriteLine($"{mode}: {run.Statistics}");
        Assert.True(run.Differences.Count == 0, $"{run.DifferenceCount} differences\n{string.Join("\n", run.Kinds())}\n\n{string.Join("\n", run.Differences)}");
        Assert.True(run.Statistics.Refused <= 1 + run.Statistics.Queries / 50, string.Join("\n", run.Refusals.Take(20)));
    }
}
