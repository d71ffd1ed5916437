using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Aggregates;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.UserCode;

namespace Spindle.Execution.Aggregation;

/// <summary>What all tables of one aggregate agree on.</summary>
internal sealed class AggregateShape
{
    /// <param name="states">For each call, where its state begins in the input's columns, -1 where it takes rows; null where the plan's mode says it of all.</param>
    public AggregateShape(AggregateExec plan, bool equalHashes, IUserFunctions? userFunctions = null, int[]? states = null)
    {
        Plan = plan;
        EqualHashes = equalHashes;
        UserFunctions = userFunctions;
        KeyTypes = [.. plan.Keys.Select(k => k.Expression.Type)];
        Calls = [.. plan.Aggregates.Select(a => (AggregateCall)a.Expression)];
        var types = new List<DataType>(KeyTypes);
        StateOffsets = new int[Calls.Count];
        StateCounts = new int[Calls.Count];
        using var probe = new AccumulatorSet(this, new MemoryBudget());
        for (var i = 0; i < Calls.Count; i++)
        {
            var state = probe[i].State;
            StateOffsets[i] = types.Count;
            StateCounts[i] = state.Fields.Count;
            types.AddRange(state.Fields.Select(f => f.Type));
        }

        StateTypes = [.. types];
        StateInputs = states ?? [.. StateOffsets.Select(o => plan.Mode == AggregateMode.Final ? o : -1)];
    }

    public AggregateExec Plan { get; }

    public bool EqualHashes { get; }

    public IUserFunctions? UserFunctions { get; }

    public DataType[] KeyTypes { get; }

    public IReadOnlyList<AggregateCall> Calls { get; }

    /// <summary>Columns of groups on their way between tables: the keys, then each call's state.</summary>
    public DataType[] StateTypes { get; }

    /// <summary>Where a call's state begins in <see cref="StateTypes"/>.</summary>
    public int[] StateOffsets { get; }

    public int[] StateCounts { get; }

    /// <summary>For each call, where its state begins in the input's columns; -1 where it takes rows.</summary>
    public int[] StateInputs { get; }
}

/// <summary>One accumulator a call.</summary>
internal sealed class AccumulatorSet : IDisposable
{
    private readonly Accumulator[] accumulators;

    public AccumulatorSet(AggregateShape shape, MemoryBudget budget) =>
        accumulators = [.. shape.Calls.Select(c => AggregateFunctions.Create(c, budget, shape.EqualHashes, shape.UserFunctions))];

    public Accumulator this[int call] => accumulators[call];

    public int Count => accumulators.Length;

    public void Dispose()
    {
        foreach (var accumulator in accumulators)
            accumulator.Dispose();
    }
}
