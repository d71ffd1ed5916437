using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Evaluation;

/// <summary>A compiled expression. For one thread; may keep native memory until it is disposed of.</summary>
internal abstract unsafe class Node(DataType type) : IDisposable
{
    public DataType Type { get; } = type;

    /// <summary>Whether evaluation, of operands too, may end in an error.</summary>
    public virtual bool CanRaise => false;

    /// <summary>Whether it is the same for all rows of all batches.</summary>
    public virtual bool IsConstant => false;

    /// <summary>Whether evaluating a lane that nobody asked for costs next to nothing.</summary>
    public virtual bool IsCheap => false;

    /// <summary>The values of the lanes; other lanes are undefined.</summary>
    /// <returns>A vector of the frame's length that the caller owns.</returns>
    public abstract Vector Evaluate(Frame frame, LaneSet lanes);

    /// <summary>The lanes whose value is <paramref name="wanted"/>, and not null. For conditions.</summary>
    /// <param name="frame">The batch.</param>
    /// <param name="lanes">The lanes to look at.</param>
    /// <param name="wanted">True or false.</param>
    /// <param name="output">Room for as many positions as there are lanes; may be the lanes themselves.</param>
    /// <returns>The number of positions written, rising.</returns>
    public virtual int Select(Frame frame, LaneSet lanes, bool wanted, int* output)
    {
        var values = Evaluate(frame, lanes);
        try
        {
            return SelectFrom(values, lanes, wanted, output, frame.Budget);
        }
        finally
        {
            values.Release();
        }
    }

    public virtual void Dispose()
    {
    }

    /// <summary>The lanes where a boolean vector of any form has the value.</summary>
    public static int SelectFrom(Vector values, LaneSet lanes, bool wanted, int* output, MemoryBudget budget)
    {
        switch (values)
        {
            case ConstantVector constant:
                return constant.Value.IsNull(0) || BooleanKernel.Value(constant.Value, 0) != wanted ? 0 : CopyLanes(lanes, output);
            case DictionaryVector dictionary:
                return FromDictionary(dictionary, lanes, wanted, output);
            case FlatVector flat:
                return flat.Physical == PhysicalType.Null ? 0 : Bitmaps.Select(flat.Values, flat.Validity, lanes, wanted, output);
            default:
                var plain = (FlatVector)Operands.Plain(values, lanes, budget);
                var count = Bitmaps.Select(plain.Values, plain.Validity, lanes, wanted, output);
                plain.Release();
                return count;
        }
    }

    /// <summary>All lanes.</summary>
    public static int CopyLanes(LaneSet lanes, int* output)
    {
        if (output != lanes.Lanes)
            for (var i = 0; i < lanes.Count; i++)
                output[i] = lanes[i];
        return lanes.Count;
    }

    private static int FromDictionary(DictionaryVector values, LaneSet lanes, bool wanted, int* output)
    {
        var entries = (FlatVector)values.Dictionary;
        var indices = values.Indices;
        var count = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            var entry = indices[lane];
            output[count] = lane;
            count += Bits.Get(entries.Values, entry) == wanted && !entries.IsNull(entry) ? 1 : 0;
        }
        return count;
    }
}
