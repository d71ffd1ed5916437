using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Variants;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>The path last read, since it is mostly the same for all lanes.</summary>
internal sealed class VariantPathCache(string function, Origin origin)
{
    private byte[]? written;
    private VariantPath? path;

    /// <exception cref="SpindleException">INVALID_VARIANT_GET_PATH or INVALID_VARIANT_PATH.</exception>
    public VariantPath Of(Vector operand, int lane)
    {
        var text = JsonFunctions.Text(operand, lane);
        if (written is null || !text.SequenceEqual(written))
        {
            path = VariantPath.TryParse(JsonFunctions.String(operand, lane));
            written = text.ToArray();
        }

        return path ?? throw VariantErrors.InvalidPath(function, JsonFunctions.String(operand, lane), origin);
    }
}

/// <summary>What a path leads to, as a variant first, then cast all lanes at once.</summary>
internal sealed unsafe class VariantGetKernel(DataType type, string function, TimeZone zone, Origin origin) : ScalarKernel
{
    private readonly VariantPathCache paths = new(function, origin);
    private readonly VariantBuilder builder = new();
    private readonly FromVariant cast = new(function.StartsWith("try_", StringComparison.Ordinal) ? EvaluationMode.Try : EvaluationMode.Ansi, zone, origin);

    public override bool CanRaise => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Variant, lanes.Length, budget);
        output.NullWhereAny(operands);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            if (!paths.Of(operands[1], lane).TryFollow(VariantValue.Of(JsonFunctions.Text(operands[0], lane)), out var found))
            {
                output.SetNull(lane);
                continue;
            }

            builder.Reset();
            builder.Append(found);
            ((BytesView*)output.Values)[lane] = output.Heap.Append(builder.Build());
        }

        var variants = output.Build();
        if (type is VariantType)
            return variants;
        try
        {
            return cast.Convert(variants, lanes, type, budget);
        }
        finally
        {
            variants.Release();
        }
    }
}

/// <summary>variant_set, variant_insert, variant_array_append and their try_ forms.</summary>
internal sealed class VariantEditKernel(VariantEdit.Operation operation, string function, Origin origin) : LaneKernel(DataType.Variant, canRaise: true)
{
    private readonly bool isTry = function.StartsWith("try_", StringComparison.Ordinal);
    private readonly VariantPathCache paths = new(function, origin);
    private readonly VariantBuilder builder = new();
    private readonly VariantBuilder itemBuilder = new();

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        var path = paths.Of(operands[1], lane);
        itemBuilder.Reset();
        ToVariantKernel.Append(operands[2], lane, itemBuilder);
        var creates = operation == VariantEdit.Operation.Insert || (operation == VariantEdit.Operation.Set && operands[3].Read(lane) is true);
        builder.Reset();
        var outcome = VariantEdit.Apply(VariantValue.Of(JsonFunctions.Text(operands[0], lane)), path, operation, VariantValue.Of(itemBuilder.Build()), creates, builder, out var failedAt);
        if (outcome == VariantEditOutcome.Done)
            ((BytesBuilder)result).Append(builder.Build());
        else if (isTry)
            result.AppendNull();
        else if (outcome == VariantEditOutcome.Exists && path.Steps.Count > 0)
            throw VariantErrors.DuplicateKey(path.Steps[^1].Name ?? $"{path.Steps[^1].Index}", origin);
        else
            throw VariantErrors.Mismatch(function, JsonFunctions.String(operands[1], lane), path.Prefix(failedAt), origin);
    }
}

internal sealed class VariantDeleteKernel(Origin origin) : LaneKernel(DataType.Variant, canRaise: true, nullIntolerant: false)
{
    private readonly VariantPathCache paths = new("variant_delete", origin);
    private readonly VariantBuilder builder = new();

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
    {
        if (operands[0].IsNull(lane))
        {
            result.AppendNull();
            return;
        }

        var variant = JsonFunctions.Text(operands[0], lane);
        for (var i = 1; i < operands.Length; i++)
        {
            if (operands[i].IsNull(lane))
                continue;
            builder.Reset();
            var value = VariantValue.Of(variant);
            if (VariantEdit.Apply(value, Path(operands[i], lane), VariantEdit.Operation.Delete, value, creates: false, builder, out _) == VariantEditOutcome.Done)
                variant = builder.Build();
        }

        ((BytesBuilder)result).Append(variant);
    }

    /// <summary>The path of a place that can be taken away, which the whole value cannot.</summary>
    private VariantPath Path(Vector operand, int lane) => paths.Of(operand, lane) is { Steps.Count: > 0 } path ? path
        : throw VariantErrors.InvalidPath("variant_delete", JsonFunctions.String(operand, lane), origin);
}
