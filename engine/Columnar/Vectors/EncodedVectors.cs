using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>The same value (or null) in every lane: a literal, a partition column, a run.</summary>
public sealed class ConstantVector : Vector
{
    /// <summary>Takes over the caller's reference to <paramref name="value"/>, a vector of one lane that is not itself constant.</summary>
    public ConstantVector(Vector value, int length) : base(value.Type, length) => Value = value;

    /// <summary>A vector of one lane.</summary>
    public Vector Value { get; }

    public override VectorForm Form => VectorForm.Constant;

    public override PhysicalType Physical => Value.Physical;

    public override bool MayHaveNulls => Value.IsNull(0);

    public override bool IsNull(int lane) => Value.IsNull(0);

    public override Vector Slice(int start, int length) => new ConstantVector(Value.Retain(), length);

    protected override void Free() => Value.Release();
}

/// <summary>
/// Indices into a dictionary, which may hold values that no lane uses and, where <see cref="EntriesAreDistinct"/> is false, the same value twice.
/// A lane is null when its dictionary entry is: indices themselves are always valid.
/// </summary>
public sealed unsafe class DictionaryVector : Vector
{
    private readonly NativeBuffer indicesOwner;

    /// <summary>Takes over the caller's references.</summary>
    /// <param name="dictionary">The values; never itself dictionary, run or constant.</param>
    /// <param name="indices">An int32 a lane, each within the dictionary.</param>
    /// <param name="length">Lanes.</param>
    /// <param name="entriesAreDistinct">True when equal lanes have equal indices (a Parquet dictionary page), false for a selection of a flat vector.</param>
    public DictionaryVector(Vector dictionary, NativeBuffer indices, int length, bool entriesAreDistinct)
        : this(dictionary, indices, (int*)indices.Pointer, length, entriesAreDistinct)
    {
    }

    private DictionaryVector(Vector dictionary, NativeBuffer indicesOwner, int* indices, int length, bool entriesAreDistinct)
        : base(dictionary.Type, length)
    {
        Dictionary = dictionary;
        this.indicesOwner = indicesOwner;
        Indices = indices;
        EntriesAreDistinct = entriesAreDistinct;
    }

    public Vector Dictionary { get; }

    public int* Indices { get; }

    public bool EntriesAreDistinct { get; }

    public override VectorForm Form => VectorForm.Dictionary;

    public override PhysicalType Physical => Dictionary.Physical;

    public override bool MayHaveNulls => Dictionary.MayHaveNulls;

    public override bool IsNull(int lane) => Dictionary.IsNull(Indices[lane]);

    /// <summary>Other values (the result of a kernel over the dictionary) under the same indices; takes over the caller's reference.</summary>
    public DictionaryVector WithDictionary(Vector dictionary, bool entriesAreDistinct) =>
        new(dictionary, indicesOwner.Retain(), Indices, Length, entriesAreDistinct);

    public override Vector Slice(int start, int length) =>
        new DictionaryVector(Dictionary.Retain(), indicesOwner.Retain(), Indices + start, length, EntriesAreDistinct);

    protected override void Free()
    {
        Dictionary.Release();
        indicesOwner.Release();
    }
}

/// <summary>Runs of equal values: run k covers lanes [ends[k - 1], ends[k]), the first from 0.</summary>
public sealed unsafe class RunVector : Vector
{
    private readonly NativeBuffer endsOwner;

    /// <summary>Takes over the caller's references.</summary>
    /// <param name="values">One lane a run; flat, list or struct.</param>
    /// <param name="ends">An int32 a run, strictly rising, the last at least <paramref name="length"/>.</param>
    /// <param name="length">Lanes.</param>
    public RunVector(Vector values, NativeBuffer ends, int length) : base(values.Type, length)
    {
        Values = values;
        endsOwner = ends;
        Ends = (int*)ends.Pointer;
    }

    public Vector Values { get; }

    public int* Ends { get; }

    public int Runs => Values.Length;

    public override VectorForm Form => VectorForm.Run;

    public override PhysicalType Physical => Values.Physical;

    public override bool MayHaveNulls => Values.MayHaveNulls;

    public override bool IsNull(int lane) => Values.IsNull(RunOf(lane));

    /// <summary>The run that covers a lane, by binary search.</summary>
    public int RunOf(int lane)
    {
        var run = new ReadOnlySpan<int>(Ends, Runs).BinarySearch(lane + 1);
        return run < 0 ? ~run : run;
    }

    public override Vector Slice(int start, int length)
    {
        var first = RunOf(start);
        var last = length == 0 ? first : RunOf(start + length - 1);
        var runs = last - first + 1;
        var budget = endsOwner.Budget;
        using var buffers = new BufferSet(budget);
        var ends = buffers.Add((long)runs * sizeof(int));
        var lanes = buffers.Add((long)runs * sizeof(int));
        for (var i = 0; i < runs; i++)
        {
            ((int*)ends.Pointer)[i] = Math.Min(Ends[first + i] - start, length);
            ((int*)lanes.Pointer)[i] = first + i;
        }

        return new RunVector(Gather.Lanes(Values, (int*)lanes.Pointer, runs, budget), ends.Retain(), length);
    }

    protected override void Free()
    {
        Values.Release();
        endsOwner.Release();
    }
}
