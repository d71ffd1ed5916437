using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;
using Spindle.Formats.Variants;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>JSON texts to variants.</summary>
internal sealed unsafe class ParseJsonKernel(bool raises, Origin origin) : ScalarKernel
{
    private VariantJson? reader;

    public override bool CanRaise => raises;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        reader ??= new VariantJson(budget);
        var views = new Operand<BytesView>(operands[0]);
        using var output = new FlatOutput(DataType.Variant, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            if (Read(BytesView.Span(views.At(lane))) is { } variant)
                ((BytesView*)output.Values)[lane] = output.Heap.Append(variant);
            else
                output.SetNull(lane);
        }

        return output.Build();
    }

    public override void Dispose()
    {
        reader?.Dispose();
        reader = null;
        base.Dispose();
    }

    private byte[]? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            if (reader!.TryRead(json) is { } variant)
                return variant;
        }
        catch (SpindleException error)
        {
            return raises ? throw error.At(origin) : null;
        }

        return raises ? throw RecordErrors.FailFast(RecordErrors.Malformed, "parse_json", "the text is not JSON; try_parse_json gives null instead.", json).At(origin) : null;
    }
}

internal sealed class IsVariantNullKernel() : LaneKernel(DataType.Boolean, canRaise: false, nullIntolerant: false)
{
    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result) =>
        ((BooleanBuilder)result).Append(!operands[0].IsNull(lane) && VariantValue.Of(JsonFunctions.Text(operands[0], lane)).Kind == VariantKind.Null);
}

internal sealed class IsValidVariantKernel() : LaneKernel(DataType.Boolean, canRaise: false)
{
    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        try
        {
            VariantShape.Of(VariantValue.Of(JsonFunctions.Text(operands[0], lane)));
            ((BooleanBuilder)result).Append(true);
        }
        catch (Exception error) when (error is SpindleException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            ((BooleanBuilder)result).Append(false);
        }
    }
}

internal sealed class SchemaOfVariantKernel() : LaneKernel(DataType.String, canRaise: false)
{
    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result) =>
        ((BytesBuilder)result).Append(VariantShape.Text(VariantShape.Of(VariantValue.Of(JsonFunctions.Text(operands[0], lane)))));
}

internal sealed class VariantStripNullsKernel() : LaneKernel(DataType.Variant, canRaise: false)
{
    private readonly VariantBuilder builder = new();

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        builder.Reset();
        VariantEdit.WithoutNulls(VariantValue.Of(JsonFunctions.Text(operands[0], lane)), operands[1].Read(lane) is true, builder);
        ((BytesBuilder)result).Append(builder.Build());
    }
}

/// <summary>An array of (pos, key, value): the rows that variant_explode gives. Null for a variant without members.</summary>
internal sealed class VariantEntriesKernel(DataType type) : LaneKernel(type, canRaise: false)
{
    private readonly VariantBuilder builder = new();

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var value = VariantValue.Of(JsonFunctions.Text(operands[0], lane));
        if (value.Kind is not (VariantKind.Object or VariantKind.Array))
        {
            result.AppendNull();
            return;
        }

        var list = (ListBuilder)result;
        var row = (StructBuilder)list.Elements;
        for (var i = 0; i < value.Count; i++)
        {
            ((FixedBuilder<int>)row.Fields[0]).Append(i);
            if (value.Kind == VariantKind.Object)
                ((BytesBuilder)row.Fields[1]).Append(value.Name(i));
            else
                row.Fields[1].AppendNull();
            builder.Reset();
            builder.Append(value.Member(i));
            ((BytesBuilder)row.Fields[2]).Append(builder.Build());
            row.Close();
        }

        list.Close();
    }
}
