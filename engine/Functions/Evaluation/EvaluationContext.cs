using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Plans.UserCode;

namespace Spindle.Functions.Evaluation;

/// <summary>What evaluation needs besides the rows.</summary>
/// <param name="Budget">Pays for results.</param>
public sealed record EvaluationContext(MemoryBudget Budget)
{
    /// <summary>Values of the scalar subqueries by index, each a vector of one lane; lent.</summary>
    public Func<int, Vector>? Subquery { get; init; }

    /// <summary>Finds the user's functions; null where no expression calls one.</summary>
    public IUserFunctions? UserFunctions { get; init; }

    /// <summary>The partition whose rows come next.</summary>
    public PartitionNumber Partition { get; init; } = new();
}
