using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Plans.UserCode;

/// <summary>The port to the user's code in the process that evaluates it: finds the assemblies, and makes loops that call the methods.</summary>
public interface IUserFunctions
{
    /// <summary>The function of a call, with captured values of its own. One thread's.</summary>
    IUserKernel Open(UserCall call, MemoryBudget budget);

    /// <summary>The states of an aggregate call. One thread's.</summary>
    IUserStates Open(AggregateCall call, MemoryBudget budget);

    /// <summary>The steps of a node over rows as objects. One thread's.</summary>
    /// <param name="batchRows">Rows a batch that leaves.</param>
    /// <param name="emit">Takes over the batches that leave.</param>
    IUserRows Open(UserRowsExec rows, int batchRows, Action<RecordBatch> emit, MemoryBudget budget);
}

/// <summary>Steps over rows as objects, ready to run.</summary>
public interface IUserRows : IDisposable
{
    /// <summary>Takes in rows, lent for the call.</summary>
    void Push(RecordBatch batch);

    /// <summary>The partition's rows have all been pushed: what is held back leaves.</summary>
    void Finish();
}

/// <summary>A user function, ready to be called over vectors.</summary>
public interface IUserKernel : IDisposable
{
    /// <summary>Calls the function on the lanes, and on no other.</summary>
    /// <param name="operands">Flat (lists and structs included) or constant, all of one length; lent.</param>
    /// <param name="lanes">The lanes that count; at least one.</param>
    /// <returns>A vector of that length that the caller owns.</returns>
    /// <exception cref="Columnar.Errors.SpindleException">FAILED_EXECUTE_UDF: the function threw; its exception is inside.</exception>
    Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes);
}

/// <summary>The states of a user aggregate for many groups.</summary>
public interface IUserStates : IDisposable
{
    /// <summary>The columns of a state.</summary>
    StructType State { get; }

    /// <summary>Room for groups [0, <paramref name="groups"/>); false when the budget asks for spilling.</summary>
    bool TryReserve(int groups);

    /// <summary>As <see cref="TryReserve"/>, but fails where memory is exhausted.</summary>
    void Grow(int groups);

    /// <summary>Takes rows in: row i belongs to group <c>groups[i]</c>.</summary>
    unsafe void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows);

    /// <summary>Takes states in, a lane of the state's columns each.</summary>
    unsafe void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows);

    /// <summary>The states of the groups listed, one vector a column of <see cref="State"/>, owned by the caller.</summary>
    unsafe Vector[] States(int* groups, int count);

    /// <summary>The results of groups [start, start + count), owned by the caller.</summary>
    Vector Evaluate(int start, int count);
}
