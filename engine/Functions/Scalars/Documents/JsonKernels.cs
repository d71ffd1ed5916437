using System.Buffers;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Json;
using Spindle.Formats.Json.Documents;
using Spindle.Functions.Evaluation;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>JSON texts to values: all lanes' texts are tokenised first, then each field is read in one loop.</summary>
internal sealed class FromJsonKernel(DataType type, JsonOptions options, TimeZone zone, Origin origin) : ScalarKernel
{
    private JsonLaneReader? reader;

    public override bool CanRaise => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) =>
        (reader ??= new JsonLaneReader(type, options, zone, budget, origin)).Read(operands[0], lanes, budget);

    public override void Dispose()
    {
        reader?.Dispose();
        reader = null;
        base.Dispose();
    }
}

/// <summary>Values to JSON.</summary>
internal sealed unsafe class ToJsonKernel(DataType type, JsonOptions options, TimeZone zone) : ScalarKernel
{
    private readonly JsonLaneWriter writer = new(type, options, zone);

    public override bool CanRaise => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.String, lanes.Length, budget);
        var text = new ArrayBufferWriter<byte>(256);
        writer.Bind(operands[0], budget);
        try
        {
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                if (operands[0].IsNull(lane))
                {
                    output.SetNull(lane);
                    continue;
                }

                text.ResetWrittenCount();
                writer.Write(lane, text);
                ((BytesView*)output.Values)[lane] = output.Heap.Append(text.WrittenSpan);
            }

            return output.Build();
        }
        finally
        {
            writer.Unbind();
        }
    }
}
