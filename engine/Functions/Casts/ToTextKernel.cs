using System.Buffers;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Casts;

/// <summary>Anything to text.</summary>
internal sealed unsafe class ToTextKernel(CastSite site) : ScalarKernel
{
    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(site.To, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        var text = new ArrayBufferWriter<byte>(256);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            text.ResetWrittenCount();
            LaneText.Write(operands[0], lane, site.Zone, text, plainDecimals: site.Mode != EvaluationMode.Legacy);
            ((BytesView*)output.Values)[lane] = output.Heap.Append(text.WrittenSpan);
        }
        return output.Build();
    }
}
