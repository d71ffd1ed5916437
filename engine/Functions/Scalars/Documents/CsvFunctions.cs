using System.Buffers;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Csv;
using Spindle.Formats.Csv.Documents;
using Spindle.Formats.Rows;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>Functions of CSV texts.</summary>
internal static class CsvFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["from_csv"] = call => new(new FromCsvKernel((StructType)call.ResultType, CsvOptions.ForReading(DocumentArguments.Pairs(call.Arguments[1])), JsonFunctions.Zone(call, 2), call.Origin), call.Arguments[0]),
        ["to_csv"] = call => new(new ToCsvKernel((StructType)call.Arguments[0].Type, CsvOptions.ForWriting(DocumentArguments.Pairs(call.Arguments[1])) with { Binary = Style(call) }, JsonFunctions.Zone(call, 2)), call.Arguments[0]),
    };

    /// <summary>How the session writes bytes, which the call carries behind its zone.</summary>
    public static BinaryStyle Style(Call call) => (BinaryStyle)(int)((Literal)call.Arguments[3]).Value!;
}

/// <summary>CSV records to structs.</summary>
internal sealed class FromCsvKernel(StructType type, CsvOptions options, TimeZone zone, Origin origin) : ScalarKernel
{
    private readonly CsvLaneReader reader = new(type, options, zone, origin);

    public override bool CanRaise => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget) => reader.Read(operands[0], lanes, budget);
}

/// <summary>Structs to CSV records; null for a record without a character.</summary>
internal sealed unsafe class ToCsvKernel(StructType type, CsvOptions options, TimeZone zone) : ScalarKernel
{
    private readonly CsvLaneWriter writer = new(type, options, zone);

    public override bool CanRaise => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.String, lanes.Length, budget);
        var text = new ArrayBufferWriter<byte>(256);
        var plain = (StructVector)Gather.Flatten(operands[0], budget);
        writer.Bind(plain, budget);
        try
        {
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                text.ResetWrittenCount();
                if (!plain.IsNull(lane))
                    writer.Write(lane, text);
                if (text.WrittenCount == 0)
                    output.SetNull(lane);
                else
                    ((BytesView*)output.Values)[lane] = output.Heap.Append(text.WrittenSpan);
            }

            return output.Build();
        }
        finally
        {
            writer.Unbind();
            plain.Release();
        }
    }
}
