using Spindle.Columnar.Errors;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;

namespace Spindle.Optimizer.Stages;

/// <summary>Prepares a stage for another process: its tables are replaced by their descriptors.</summary>
public static class TravellingStage
{
    /// <exception cref="SpindleException">A table cannot leave this process.</exception>
    public static StagePlan Of(StagePlan stage) => stage with { Plan = stage.Plan.Transform(n => n is ScanExec { Table: ITable table } scan ? scan with { Table = Described(table) } : n) };

    private static TableDescriptor Described(ITable table) => table.Describe()
        ?? throw new SpindleException(Unsupported, $"{table.DisplayName} is only there for this process: executors cannot read it",
            parameters: new Dictionary<string, string> { ["feature"] = $"reading {table.DisplayName} on executors" });

    private static readonly ErrorClass Unsupported = new("UNSUPPORTED_FEATURE", "0A000");
}
