using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Evaluation;

/// <summary>One operation over the values of its operands. Holds what the call site fixes (types, modes, constant arguments), nothing of a batch.</summary>
public abstract class ScalarKernel : IDisposable
{
    /// <summary>Whether some value ends in an error. A kernel that cannot raise may be run on lanes and dictionary entries that no row has.</summary>
    public virtual bool CanRaise => false;

    /// <summary>False where equal operands may give different results.</summary>
    public virtual bool IsDeterministic => true;

    /// <summary>Whether a lane costs about as much as an addition.</summary>
    public virtual bool IsCheap => false;

    /// <summary>Computes the lanes.</summary>
    /// <param name="operands">Flat (lists and structs included) or constant, all of one length; lent.</param>
    /// <param name="lanes">The lanes that count; at least one.</param>
    /// <param name="budget">Pays for the result.</param>
    /// <returns>A vector of that length that the caller owns.</returns>
    public abstract Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget);

    /// <summary>Gives back what the kernel keeps; most keep nothing.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
