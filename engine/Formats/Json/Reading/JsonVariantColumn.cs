using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;
using Spindle.Formats.Variants;

namespace Spindle.Formats.Json.Reading;

/// <summary>Variants: any value; an object that has a name twice does not fit.</summary>
internal sealed unsafe class JsonVariantColumn() : JsonColumn(DataType.Variant)
{
    private readonly VariantBuilder builder = new();

    public override Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        var values = budget.AllocateZeroed((long)nodes.Length * sizeof(BytesView));
        var validity = new LaneValidity(nodes.Length, budget);
        var heap = new BytesHeap(budget);
        for (var lane = 0; lane < nodes.Length; lane++)
        {
            if (nodes[lane] < 0)
            {
                validity.SetNull(lane);
                continue;
            }

            try
            {
                builder.Reset();
                VariantJson.Append(source, nodes[lane], builder);
                ((BytesView*)values.Pointer)[lane] = heap.Append(builder.Build());
            }
            catch (SpindleException)
            {
                validity.SetNull(lane);
                outcomes[lane] = JsonOutcome.Misfit;
            }
        }

        return new FlatVector(Type, nodes.Length, values, validity.Take(), heap);
    }
}
