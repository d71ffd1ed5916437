using Spindle.Optimizer.Statistics;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer;

/// <summary>What the rules of one planning share.</summary>
internal sealed class PlanningContext(OptimizerSettings settings)
{
    public OptimizerSettings Settings { get; } = settings;

    /// <summary>Names of the rules that changed the plan so far.</summary>
    public HashSet<string> Fired { get; } = [];

    /// <summary>Expressions (by identity) that the expression rules have nothing more to say about.</summary>
    public HashSet<Expression> Simplified { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Row and value estimates, remembered per plan node.</summary>
    public CardinalityEstimator Estimator { get; } = new();
}
