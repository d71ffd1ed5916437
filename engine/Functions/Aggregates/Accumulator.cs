using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates;

/// <summary>
/// One aggregate call's state for many groups, kept as typed columns: <see cref="Grow"/> makes groups in the initial state, <see cref="Update"/> takes rows in, <see cref="Merge"/> takes
/// other states in, <see cref="Evaluate"/> gives results. States leave and enter as columns of <see cref="State"/>, which is how they spill, are exchanged and meet across threads. One thread's.
/// </summary>
public abstract unsafe class Accumulator(MemoryBudget budget) : IDisposable
{
    /// <summary>Pays for states and results.</summary>
    protected MemoryBudget Budget { get; } = budget;

    /// <summary>The columns of a state.</summary>
    public abstract StructType State { get; }

    /// <summary>Room for groups [0, <paramref name="groups"/>); new ones are in the initial state. False when the budget asks for spilling.</summary>
    public abstract bool TryReserve(int groups);

    /// <summary>As <see cref="TryReserve"/>, but fails where memory is exhausted.</summary>
    public abstract void Grow(int groups);

    /// <summary>Takes rows in: row i belongs to group <c>groups[i]</c>. Arguments are lent.</summary>
    public abstract void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows);

    /// <summary>Takes states in: state i, a lane of the columns that <see cref="States"/> gave, belongs to group <c>groups[i]</c>. Rows of one group are merged in order.</summary>
    public abstract void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows);

    /// <summary>Adds the states of the groups listed, one vector a column of <see cref="State"/>.</summary>
    public abstract void States(int* groups, int count, ColumnSet target);

    /// <summary>The results of groups [start, start + count), owned by the caller.</summary>
    public abstract Vector Evaluate(int start, int count);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
