using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Aggregation;

/// <summary>
/// An aggregate with DISTINCT calls over one list of arguments as two without: first groups by the keys and the arguments, in which the other calls leave their states, then groups by the keys, in which
/// each list of arguments occurs once. So the lists are keys like others, which are counted, cut by their hashes and taken to disk; kept beside a group they could only be held.
/// </summary>
/// <param name="First">Keys and arguments; the other calls' states.</param>
/// <param name="Second">Over the columns of <paramref name="First"/>.</param>
/// <param name="States">For each call of <paramref name="Second"/>, where its state begins in those columns; -1 where it takes rows.</param>
internal sealed record DistinctPhases(AggregateExec First, AggregateExec Second, int[] States)
{
    /// <summary>Functions for which neither the order of rows nor how they are parted matters.</summary>
    private static readonly HashSet<string> Orderless = ["count", "sum", "avg", "min", "max"];

    /// <summary>The two phases; null where the aggregate has no such calls, or calls that do not allow it.</summary>
    public static DistinctPhases? Of(AggregateExec plan)
    {
        var calls = plan.Aggregates.Select(a => (AggregateCall)a.Expression).ToList();
        if (plan.Mode != AggregateMode.Complete || calls.Find(c => c.Distinct) is not { Arguments.Count: > 0 } distinct
            || calls.Exists(c => !Orderless.Contains(c.Function) || (c.Distinct && (c.Filter is not null || !c.Arguments.Equals(distinct.Arguments)))))
            return null;
        var keys = plan.Keys.Count;
        ValueList<NamedExpression> all = [.. plan.Keys, .. distinct.Arguments.Select((a, i) => new NamedExpression(a, $"distinct{i}"))];
        var first = plan with { Keys = all, Aggregates = plan.Aggregates.Where(a => !((AggregateCall)a.Expression).Distinct).ToValueList(), Mode = AggregateMode.Partial };
        var shape = new AggregateShape(first, equalHashes: false);
        ValueList<Expression> arguments = [.. distinct.Arguments.Select((a, i) => new BoundReference(keys + i, a.Type, a.Nullable, all[keys + i].Name))];
        var states = new int[calls.Count];
        var other = 0;
        for (var i = 0; i < states.Length; i++)
            states[i] = calls[i].Distinct ? -1 : shape.StateOffsets[other++];
        var second = new AggregateExec(
            [.. plan.Keys.Select((k, i) => new NamedExpression(new BoundReference(i, k.Expression.Type, k.Expression.Nullable, k.Name), k.Name))],
            [.. plan.Aggregates.Select((a, i) => calls[i].Distinct ? a with { Expression = calls[i] with { Distinct = false, Arguments = arguments } } : a with { Expression = calls[i] with { Filter = null } })],
            AggregateMode.Complete, first);
        return new DistinctPhases(first, second, states);
    }
}
