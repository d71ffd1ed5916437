using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Sketches;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary>A sketch a group, which travels as its bytes; a group that took nothing in has none.</summary>
internal abstract unsafe class SketchAccumulator<TSketch>(MemoryBudget budget) : Accumulator(budget)
    where TSketch : class, ISketch
{
    // What a sketch of few values takes, about; one of many is bounded by its size.
    private const long BytesOfGroup = 512;

    private readonly List<TSketch?> sketches = [];
    private long charged;

    public sealed override StructType State { get; } = new([new Field("sketch", DataType.Binary)]);

    public override bool TryReserve(int groups)
    {
        var wanted = groups * BytesOfGroup - charged;
        if (wanted <= 0)
            return true;
        if (!Budget.TryCharge(wanted))
            return false;
        charged += wanted;
        return true;
    }

    public override void Grow(int groups)
    {
        TryReserve(groups);
        while (sketches.Count < groups)
            sketches.Add(null);
    }

    public override void Merge(int* groups, ReadOnlySpan<ColumnView> states, int rows)
    {
        for (var i = 0; i < rows; i++)
            if (!states[0].IsNull(i))
                Take(groups[i], Bytes(states[0], i));
    }

    public override void States(int* groups, int count, ColumnSet target)
    {
        using var builder = VectorBuilder.Create(DataType.Binary, Budget);
        for (var i = 0; i < count; i++)
            builder.Append(sketches[groups[i]] is { } sketch ? ByteString.Of(sketch.ToBytes()) : null);
        target.Add(builder.Build());
    }

    public override Vector Evaluate(int start, int count)
    {
        using var builder = VectorBuilder.Create(DataType.Binary, Budget);
        for (var i = start; i < start + count; i++)
            builder.Append(ByteString.Of((sketches[i] ?? Make()).ToBytes()));
        return builder.Build();
    }

    public override void Dispose()
    {
        Budget.Discharge(charged);
        charged = 0;
        base.Dispose();
    }

    /// <summary>A sketch of nothing.</summary>
    protected abstract TSketch Make();

    /// <summary>Takes a sketch's bytes into a group's.</summary>
    protected virtual void Take(int group, ReadOnlySpan<byte> bytes) => Of(group).Merge(bytes);

    protected TSketch Of(int group) => sketches[group] ??= Make();

    /// <summary>The group's sketch; null where it took nothing in.</summary>
    protected ref TSketch? Place(int group) => ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sketches)[group];

    protected static ReadOnlySpan<byte> Bytes(in ColumnView column, int row) => BytesView.Span((BytesView*)column.Values + column.Position(row));
}

/// <summary><c>hll_sketch_agg</c>, <c>theta_sketch_agg</c>, <c>kll_sketch_agg_*</c>: a sketch of values that are not null.</summary>
/// <param name="type">BIGINT, DOUBLE, or text or bytes.</param>
internal sealed unsafe class ValueSketchAccumulator<TSketch>(DataType type, Func<TSketch> make, MemoryBudget budget) : SketchAccumulator<TSketch>(budget)
    where TSketch : class, IValueSketch
{
    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        var values = arguments[0];
        for (var i = 0; i < rows; i++)
        {
            if (values.IsNull(i))
                continue;
            var sketch = Of(groups[i]);
            if (type is LongType)
                sketch.Add(((long*)values.Values)[values.Position(i)]);
            else if (type is DoubleType)
                sketch.Add(((double*)values.Values)[values.Position(i)]);
            else
                sketch.Add(Bytes(values, i));
        }
    }

    protected override TSketch Make() => make();
}

/// <summary><c>tuple_sketch_agg_*</c>: a sketch of keys, each with a summary of its values. A row with a null does not count.</summary>
/// <param name="key">BIGINT, DOUBLE, or text or bytes.</param>
internal sealed unsafe class TupleSketchAccumulator(DataType key, Func<KeySketch> make, MemoryBudget budget) : SketchAccumulator<KeySketch>(budget)
{
    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        ColumnView keys = arguments[0], values = arguments[1];
        for (var i = 0; i < rows; i++)
        {
            if (keys.IsNull(i) || values.IsNull(i))
                continue;
            var hash = key switch
            {
                LongType => SketchHash.Of(((long*)keys.Values)[keys.Position(i)]),
                DoubleType => SketchHash.Of(((double*)keys.Values)[keys.Position(i)]),
                _ => SketchHash.Of(Bytes(keys, i)),
            };
            // A DOUBLE's bits and a BIGINT lie alike.
            Of(groups[i]).AddHash(hash, ((long*)values.Values)[values.Position(i)]);
        }
    }

    protected override KeySketch Make() => make();
}

/// <summary>Aggregates that make one sketch of many: <c>hll_union_agg</c>, <c>theta_union_agg</c>, <c>theta_intersection_agg</c>, <c>tuple_*_agg_*</c>, <c>kll_merge_agg_*</c>.</summary>
/// <param name="make">A sketch of nothing.</param>
/// <param name="read">A sketch by its bytes.</param>
/// <param name="join">Takes the second sketch into the first.</param>
/// <param name="startsFull">True where the first sketch is the start, as of an intersection.</param>
/// <param name="invalid">What bytes end in that are no such sketch.</param>
internal sealed unsafe class SketchJoinAccumulator<TSketch>(Func<TSketch> make, SketchJoinAccumulator<TSketch>.Read read, Action<TSketch, TSketch> join, bool startsFull, Func<SpindleException> invalid, MemoryBudget budget)
    : SketchAccumulator<TSketch>(budget)
    where TSketch : class, ISketch
{
    public delegate TSketch Read(ReadOnlySpan<byte> bytes);

    public override void Update(int* groups, ReadOnlySpan<ColumnView> arguments, int rows)
    {
        for (var i = 0; i < rows; i++)
            if (!arguments[0].IsNull(i))
                Take(groups[i], Bytes(arguments[0], i));
    }

    protected override TSketch Make() => make();

    protected override void Take(int group, ReadOnlySpan<byte> bytes)
    {
        TSketch given;
        try
        {
            given = read(bytes);
        }
        catch (SketchFormatException)
        {
            throw invalid();
        }

        if (startsFull && Place(group) is null)
            Place(group) = given;
        else
            join(Of(group), given);
    }
}
