using Spindle.Columnar.Kernels;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Evaluation;

/// <summary>
/// A subexpression that several places of a projection have: computed once a batch. Only evaluation over the batch's own rows is shared; lanes inside a
/// branch are another question.
/// </summary>
internal sealed class SharedNode(Node inner) : Node(inner.Type)
{
    private Frame? frame;
    private Vector? result;
    private bool disposed;

    public override bool CanRaise => inner.CanRaise;

    public override bool IsCheap => inner.IsCheap;

    public override unsafe Vector Evaluate(Frame current, LaneSet lanes)
    {
        if (lanes.Lanes != current.Lanes.Lanes || lanes.Count != current.Lanes.Count)
            return inner.Evaluate(current, lanes);
        if (!ReferenceEquals(frame, current))
        {
            Forget();
            result = inner.Evaluate(current, lanes);
            frame = current;
        }
        return result!.Retain();
    }

    /// <summary>Gives back the result of the batch that is done.</summary>
    public void Forget()
    {
        result?.Release();
        (frame, result) = (null, null);
    }

    public override void Dispose()
    {
        // Every place that holds the node disposes of it.
        if (disposed)
            return;
        disposed = true;
        Forget();
        inner.Dispose();
    }
}
