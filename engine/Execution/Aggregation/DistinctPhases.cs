using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Aggregation;

/// <summary>
/// An aggregate with DISTINCT calls as two without: first groups by the keys and the calls' arguments, in which the other calls leave their states, then groups by the keys, in which each list of
/// arguments occurs once. So the lists are keys like others, which are counted, cut by their hashes and taken to disk; kept beside a group they could only be held. Where the calls have several lists
/// (or filters), each row is given once for every list and once for the other calls, with a number that is a key too.
/// <code>
///  count(distinct a), sum(distinct b), min(c) by k
///     expanded    (k, 0, null, null, c)  (k, 1, a, null, null)  (k, 2, null, b, null)
///     first       by k, number, a, b:    min(c) where number = 0
///     second      by k:                  count(a) where number = 1, sum(b) where number = 2, min of the states
/// </code>
/// </summary>
/// <param name="Expand">Gives each row once for every list; null where there is one.</param>
/// <param name="First">Keys and arguments; the other calls' states.</param>
/// <param name="Second">Over the columns of <paramref name="First"/>.</param>
/// <param name="States">For each call of <paramref name="Second"/>, where its state begins in those columns; -1 where it takes rows.</param>
internal sealed record DistinctPhases(ExpandExec? Expand, AggregateExec First, AggregateExec Second, int[] States)
{
    /// <summary>Functions for which neither the order of rows nor how they are parted matters.</summary>
    private static readonly HashSet<string> Orderless = ["count", "sum", "avg", "min", "max"];

    /// <summary>The two phases; null where the aggregate has no such calls, or calls that do not allow it.</summary>
    public static DistinctPhases? Of(AggregateExec plan)
    {
        var calls = plan.Aggregates.Select(a => (AggregateCall)a.Expression).ToList();
        if (plan.Mode != AggregateMode.Complete || !calls.Exists(c => c.Distinct) || calls.Exists(c => !Orderless.Contains(c.Function) || (c.Distinct && c.Arguments.Count == 0)))
            return null;
        var lists = calls.Where(c => c.Distinct).Select(c => new DistinctList(c.Arguments, c.Filter)).Distinct().ToList();
        return lists is [{ Filter: null } only] ? OfOne(plan, calls, only.Arguments) : new DistinctExpansion(plan, calls, lists).Phases();
    }

    private static DistinctPhases OfOne(AggregateExec plan, List<AggregateCall> calls, ValueList<Expression> list)
    {
        var keys = plan.Keys.Count;
        ValueList<NamedExpression> all = [.. plan.Keys, .. list.Select((a, i) => new NamedExpression(a, $"distinct{i}"))];
        var first = plan with { Keys = all, Aggregates = plan.Aggregates.Where(a => !((AggregateCall)a.Expression).Distinct).ToValueList(), Mode = AggregateMode.Partial };
        ValueList<Expression> arguments = [.. list.Select((a, i) => new BoundReference(keys + i, a.Type, a.Nullable, all[keys + i].Name))];
        return Over(null, first, plan, calls, c => c with { Distinct = false, Arguments = arguments });
    }

    /// <summary>The phases of a first aggregate whose leading keys are the plan's.</summary>
    /// <param name="overGroups">A DISTINCT call as one over the columns of <paramref name="first"/>.</param>
    public static DistinctPhases Over(ExpandExec? expand, AggregateExec first, AggregateExec plan, List<AggregateCall> calls, Func<AggregateCall, AggregateCall> overGroups)
    {
        var shape = new AggregateShape(first, equalHashes: false);
        var states = new int[calls.Count];
        var other = 0;
        for (var i = 0; i < states.Length; i++)
            states[i] = calls[i].Distinct ? -1 : shape.StateOffsets[other++];
        var second = new AggregateExec(
            [.. plan.Keys.Select((k, i) => new NamedExpression(new BoundReference(i, k.Expression.Type, k.Expression.Nullable, k.Name), k.Name))],
            [.. plan.Aggregates.Select((a, i) => a with { Expression = calls[i].Distinct ? overGroups(calls[i]) : calls[i] with { Filter = null } })],
            AggregateMode.Complete, first);
        return new DistinctPhases(expand, first, second, states);
    }
}

/// <summary>What DISTINCT calls that share their rows have in common.</summary>
internal sealed record DistinctList(ValueList<Expression> Arguments, Expression? Filter);
