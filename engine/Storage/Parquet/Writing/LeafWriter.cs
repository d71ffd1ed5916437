using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>One leaf's levels and values of the row group that is being gathered.</summary>
internal sealed unsafe class LeafWriter(string[] path, SchemaElement element, int maxDefinition, int maxRepetition, LeafEncoder encoder, MemoryBudget budget) : IDisposable
{
    private readonly ByteSink definitions = new(budget);
    private readonly ByteSink repetitions = new(budget);
    private readonly int width = RawValues.Width(element.Type!.Value);

    public string[] Path => path;

    public PhysicalKind Kind => element.Type!.Value;

    public int MaxDefinition => maxDefinition;

    public int MaxRepetition => maxRepetition;

    public LeafEncoder Encoder => encoder;

    /// <summary>Entries: values and what stands for the absence of one.</summary>
    public int Entries { get; private set; }

    public byte* Definitions => definitions.Pointer;

    public byte* Repetitions => repetitions.Pointer;

    public long BufferedBytes => encoder.BufferedBytes + definitions.Length + repetitions.Length;

    /// <summary>Appends the rows of a top-level column.</summary>
    public void Append(Vector vector, Selection? selection)
    {
        var count = selection?.Count ?? vector.Length;
        var lanes = budget.Allocate((long)count * sizeof(int));
        try
        {
            var positions = (int*)lanes.Pointer;
            if (selection is not null)
                selection.Span.CopyTo(new Span<int>(positions, count));
            else
                for (var i = 0; i < count; i++)
                    positions[i] = i;
            Append(vector, positions, count, null, null);
        }
        finally
        {
            lanes.Release();
        }
    }

    /// <summary>Appends entries of a nested column's leaf.</summary>
    public void Append(Vector vector, Slots slots)
    {
        // The slots are those of the leaf's siblings too.
        var lanes = budget.Allocate((long)slots.Count * sizeof(int));
        try
        {
            new ReadOnlySpan<int>(slots.Lanes, slots.Count).CopyTo(new Span<int>((int*)lanes.Pointer, slots.Count));
            Append(vector, (int*)lanes.Pointer, slots.Count, slots.Definitions, slots.Repetitions);
        }
        finally
        {
            lanes.Release();
        }
    }

    public void Reset()
    {
        Entries = 0;
        definitions.Reset();
        repetitions.Reset();
        encoder.Reset();
    }

    public void Dispose()
    {
        definitions.Dispose();
        repetitions.Dispose();
        encoder.Dispose();
    }

    /// <param name="lanes">Overwritten with the lanes of values.</param>
    /// <param name="above">The definition levels that the nodes above reached; null for none.</param>
    private void Append(Vector vector, int* lanes, int count, byte* above, byte* repeats)
    {
        var owned = vector is RunVector ? Gather.Flatten(vector, budget) : null;
        try
        {
            var values = Resolve(owned ?? vector, lanes, count);
            Entries += count;
            if (maxRepetition > 0)
                repetitions.Append(new ReadOnlySpan<byte>(repeats, count));
            var valid = MarkLevels(values, lanes, count, above);
            if (valid == 0)
                return;
            var raw = budget.Allocate((long)valid * width);
            try
            {
                RawValues.Copy(values, Kind, lanes, valid, raw.Pointer);
                encoder.Append(raw.Pointer, valid);
            }
            finally
            {
                raw.Release();
            }
        }
        finally
        {
            owned?.Release();
        }
    }

    /// <summary>The flat vector that holds the values, with the lanes mapped to it.</summary>
    private static FlatVector Resolve(Vector vector, int* lanes, int count)
    {
        switch (vector)
        {
            case DictionaryVector dictionary:
                for (var i = 0; i < count; i++)
                    lanes[i] = lanes[i] < 0 ? -1 : dictionary.Indices[lanes[i]];
                return (FlatVector)dictionary.Dictionary;
            case ConstantVector constant:
                for (var i = 0; i < count; i++)
                    lanes[i] = lanes[i] < 0 ? -1 : 0;
                return (FlatVector)constant.Value;
            default:
                return (FlatVector)vector;
        }
    }

    /// <summary>Writes the definition levels, and moves the lanes of values together.</summary>
    /// <returns>How many are values.</returns>
    private int MarkLevels(FlatVector values, int* lanes, int count, byte* above)
    {
        if (maxDefinition == 0)
        {
            for (var i = 0; values.MayHaveNulls && i < count; i++)
                if (values.IsNull(lanes[i]))
                    throw new System.Diagnostics.UnreachableException($"a null in column {string.Join('.', path)}, which is declared not to have any");
            return count;
        }

        var levels = definitions.Reserve(count);
        definitions.Advance(count);
        if (above == null && !values.MayHaveNulls)
        {
            new Span<byte>(levels, count).Fill((byte)maxDefinition);
            return count;
        }

        var valid = 0;
        for (var i = 0; i < count; i++)
        {
            var lane = lanes[i];
            if (lane < 0 || values.IsNull(lane))
            {
                if (above != null && above[i] == maxDefinition)
                    throw new System.Diagnostics.UnreachableException($"a null in column {string.Join('.', path)}, which is declared not to have any");
                levels[i] = above == null ? (byte)(maxDefinition - 1) : above[i];
            }
            else
            {
                levels[i] = (byte)maxDefinition;
                lanes[valid++] = lane;
            }
        }

        return valid;
    }
}
