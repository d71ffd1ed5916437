using Spindle.Columnar.Builders;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>The dictionaries of one stream as they stand now: batches replace them or, as deltas, add to them.</summary>
internal sealed unsafe class DictionaryStore : IDisposable
{
    private readonly Dictionary<long, Entry> entries = [];
    private readonly MemoryBudget budget;

    internal DictionaryStore(ReadOnlySpan<ArrowField> schema, MemoryBudget budget)
    {
        this.budget = budget;
        Register(schema);
    }

    /// <summary>The field whose values a dictionary's batches hold.</summary>
    internal ArrowField FieldOf(long id) =>
        entries.TryGetValue(id, out Entry? entry) ? entry.Field : throw new ArrowFormatException($"no field has dictionary {id}");

    internal int EntryCount(long id) => entries[id].Values?.Length ?? 0;

    /// <summary>The values, lent; with a null entry after the last one where indices may be null.</summary>
    internal Vector Get(long id, bool withNull)
    {
        Entry entry = entries[id];
        entry.Values ??= VectorBuilder.Create(entry.Field.Type, budget).Build();
        return withNull ? entry.WithNull ??= AppendNull(entry.Values) : entry.Values;
    }

    /// <summary>Takes over the caller's reference to the values of a dictionary batch.</summary>
    internal void Put(long id, Vector values, bool isDelta)
    {
        Entry entry = this.entries[id];
        Vector plain;
        try
        {
            plain = Gather.Flatten(values, budget);
        }
        finally
        {
            values.Release();
        }

        if (isDelta && entry.Values is { Length: > 0 } before)
        {
            if (before.Length > BodyReader.MaxLanes - plain.Length)
            {
                plain.Release();
                ArrowFormatException.Throw($"dictionary {id} has over {BodyReader.MaxLanes} entries");
            }

            try
            {
                Vector joined = Concatenate(before, plain);
                plain.Release();
                plain = joined;
            }
            catch
            {
                plain.Release();
                throw;
            }
        }

        entry.Release();
        entry.Values = plain;
    }

    public void Dispose()
    {
        foreach (Entry entry in entries.Values)
        {
            entry.Release();
        }
    }

    private void Register(ReadOnlySpan<ArrowField> fields)
    {
        foreach (ArrowField field in fields)
        {
            Register(field.Children);
            if (field.Dictionary is not { } dictionary)
                continue;

            ArrowField values = field with { Dictionary = null };
            if (!entries.TryAdd(dictionary.Id, new Entry(values)) && !SameLayout(entries[dictionary.Id].Field, values))
                ArrowFormatException.Throw($"dictionary {dictionary.Id} belongs to fields of different types");
        }
    }

    private static bool SameLayout(ArrowField left, ArrowField right)
    {
        if (left.Arrow != right.Arrow || left.Type != right.Type || left.Children.Length != right.Children.Length || left.Dictionary != right.Dictionary)
            return false;

        for (int i = 0; i < left.Children.Length; i++)
        {
            if (!SameLayout(left.Children[i], right.Children[i]))
                return false;
        }

        return true;
    }

    private Vector AppendNull(Vector values)
    {
        NativeBuffer lanes = budget.Allocate((values.Length + 1L) * sizeof(int));
        try
        {
            var positions = (int*)lanes.Pointer;
            for (int i = 0; i < values.Length; i++)
            {
                positions[i] = i;
            }

            positions[values.Length] = -1;
            return Gather.Lanes(values, positions, values.Length + 1, budget, mayBeNegative: true);
        }
        finally
        {
            lanes.Release();
        }
    }

    /// <summary>Deltas are rare and dictionaries small: values go through a builder, but for bytes, whose views are copied.</summary>
    private Vector Concatenate(Vector first, Vector second)
    {
        if (first is FlatVector { Physical: PhysicalType.Bytes, Validity: null } left && second is FlatVector { Physical: PhysicalType.Bytes, Validity: null } right)
            return ConcatenateViews(left, right);

        using VectorBuilder builder = VectorBuilder.Create(first.Type, budget);
        foreach (Vector part in (ReadOnlySpan<Vector>)[first, second])
        {
            for (int lane = 0; lane < part.Length; lane++)
            {
                builder.Append(part.Read(lane));
            }
        }

        return builder.Build();
    }

    private FlatVector ConcatenateViews(FlatVector left, FlatVector right)
    {
        int lanes = checked(left.Length + right.Length);
        NativeBuffer views = budget.Allocate((long)lanes * sizeof(BytesView));
        var target = new Span<BytesView>(views.Pointer, lanes);
        left.Span<BytesView>().CopyTo(target);
        right.Span<BytesView>().CopyTo(target[left.Length..]);
        var heap = new BytesHeap(budget);
        heap.Keep(left.Heap);
        heap.Keep(right.Heap);
        return new FlatVector(left.Type, lanes, views, null, heap);
    }

    private sealed class Entry(ArrowField field)
    {
        internal ArrowField Field { get; } = field;

        internal Vector? Values { get; set; }

        internal Vector? WithNull { get; set; }

        internal void Release()
        {
            Values?.Release();
            WithNull?.Release();
            Values = WithNull = null;
        }
    }
}
