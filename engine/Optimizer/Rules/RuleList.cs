using Spindle.Optimizer.Rules.Decorrelation;
using Spindle.Optimizer.Rules.Expressions;
using Spindle.Optimizer.Rules.Filters;
using Spindle.Optimizer.Rules.Joins;
using Spindle.Optimizer.Rules.Limits;
using Spindle.Optimizer.Rules.Mandatory;
using Spindle.Optimizer.Rules.Plans;

namespace Spindle.Optimizer.Rules;

/// <summary>All rules, in the order in which they run.</summary>
internal static class RuleList
{
    /// <summary>The rewrites without which a plan has no physical form.</summary>
    public static readonly IReadOnlyList<RuleBatch> Mandatory =
    [
        new("Mandatory", false,
        [
            new PlaceCommonTables(),
            new HintsIntoJoins(),
            new ReplaceSetOperations(),
            new ReplaceDistinct(),
            new SplitAggregateResults(),
            new ReplaceSubqueriesWithJoins(),
            new SplitWindows(),
        ]),
    ];

    /// <summary>What runs where a session switches the optimizer off.</summary>
    public static readonly IReadOnlyList<RuleBatch> Off =
    [
        .. Mandatory,
        new("Joins", false,
        [
            new JoinOnEquality(),
        ]),
    ];

    public static readonly IReadOnlyList<RuleBatch> All =
    [
        .. Mandatory,
        new("Names", false,
        [
            new PinOutputs(),
            new RemoveRenames(),
        ]),
        new("Rewrites", true,
        [
            new SimplifyExpressions(),
            new ExtractCommonFactors(),
            new TopDownRules(
                new MergeFilters(),
                new PushFilterThroughProject(),
                new PushFilterThroughSort(),
                new PushFilterThroughUnion(),
                new PushFilterThroughAggregate(),
                new PushFilterThroughWindow(),
                new PushFilterThroughGenerate(),
                new PushFilterThroughJoin(),
                new PushJoinConditionIntoSides()),
            new ConvertOuterJoins(),
            new InferFromEqualities(),
            new DeriveOneSidedConditions(),
            new RemoveEmptyInputs(),
            new RemoveUnusedJoins(),
            new CountRows(),
            new CollapseProjects(),
            new RemoveNarrowing(),
            new RemoveSort(),
            new MergeLimits(),
            new PushLimitThroughProject(),
            new PushLimitThroughUnion(),
            new ComputeAfterTopN(),
        ]),
        new("Joins", false,
        [
            new ReorderJoins(),
            new ReuseCommonSubplans(),
        ]),
        new("Columns", false,
        [
            new PruneColumns(),
        ]),
    ];
}
