using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Variants;

namespace Spindle.Functions.Aggregates.Collecting;

/// <summary><c>schema_of_variant_agg</c>: the type that all variants suggest. A state is the type's text; void for no variant.</summary>
internal sealed unsafe class VariantShapeAccumulator(MemoryBudget budget) : Accumulator(budget)
{
    private readonly List<DataType> types = [];

    public override StructType State { get; } = new([new Field("type", DataType.String, false)]);

    public override bool TryReserve(int groups)
    {
        Grow(groups);
        return true;
    }

    public override void Grow(int groups)
    {
        while (types.Count < groups)
            types.Add(DataType.Null);
    }

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        var view = arguments[0];
        for (var i = 0; i < rows; i++)
            if (!view.IsNull(i) && view.Values != null)
                types[groups[i]] = VariantShape.Merge(types[groups[i]], VariantShape.Of(VariantValue.Of(BytesView.Span((BytesView*)view.Values + view.Position(i)))));
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        for (var i = 0; i < rows; i++)
            types[groups[i]] = VariantShape.Merge(types[groups[i]], VariantShape.Parse(ByteString.Of(BytesView.Span((BytesView*)states[0].Values + states[0].Position(i))).ToString()));
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        using var texts = new BytesBuilder(DataType.String, Budget);
        for (var i = 0; i < count; i++)
            texts.Append(VariantShape.Text(types[groups[i]]));
        target.Add(texts.Build());
    }

    public override Vector Evaluate(int start, int count)
    {
        using var texts = new BytesBuilder(DataType.String, Budget);
        for (var i = 0; i < count; i++)
            texts.Append(VariantShape.Text(types[start + i]));
        return texts.Build();
    }
}
