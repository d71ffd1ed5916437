using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.UserCode;

namespace Spindle.Functions.Aggregates;

/// <summary>The user's functions where a plan is made and none of them runs: all that is known of an aggregate is what its states look like.</summary>
internal sealed class UserStateSchema : IUserFunctions
{
    public static readonly UserStateSchema Instance = new();

    public IUserStates Open(AggregateCall call, MemoryBudget budget) => new Shape(call.User!.State);

    public IUserKernel Open(UserCall call, MemoryBudget budget) => throw NotHere(call.Name);

    public IUserRows Open(UserRowsExec rows, int batchRows, Action<RecordBatch> emit, MemoryBudget budget) => throw NotHere(rows.Describe());

    private static UnreachableException NotHere(string name) => new($"{name} is not run where plans are made");

    private sealed class Shape(StructType state) : IUserStates
    {
        public StructType State => state;

        public bool TryReserve(int groups) => throw NotHere("an aggregate");

        public void Grow(int groups) => throw NotHere("an aggregate");

        public unsafe void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows) => throw NotHere("an aggregate");

        public unsafe void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows) => throw NotHere("an aggregate");

        public unsafe Vector[] States(int* groups, int count) => throw NotHere("an aggregate");

        public Vector Evaluate(int start, int count) => throw NotHere("an aggregate");

        public void Dispose()
        {
        }
    }
}
