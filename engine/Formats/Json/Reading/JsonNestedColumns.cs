using System.Buffers;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;

namespace Spindle.Formats.Json.Reading;

/// <summary>Arrays. An element that does not fit makes its array null, as in Spark; one that fits in part stays.</summary>
internal sealed class JsonArrayColumn(ArrayType type, JsonColumn elements) : JsonColumn(type)
{
    public override Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        using var lists = new JsonLists(source, nodes, outcomes, JsonKind.Array, budget);
        var vector = elements.Read(source, lists.Members, lists.MemberOutcomes, budget);
        return lists.Finish(Type, vector, outcomes);
    }
}

/// <summary>Maps from strings, out of objects; a name that occurs twice is there twice.</summary>
internal sealed class JsonMapColumn(MapType type, JsonColumn values) : JsonColumn(type)
{
    private readonly JsonStringColumn keys = new(type.Key);
    private readonly StructType entries = type.Entries;

    public override Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        using var lists = new JsonLists(source, nodes, outcomes, JsonKind.Object, budget);
        var names = ArrayPool<int>.Shared.Rent(lists.Members.Length);
        Vector? key = null;
        try
        {
            // A name's token lies right before its value.
            for (var i = 0; i < lists.Members.Length; i++)
                names[i] = lists.Members[i] - 1;
            key = keys.Read(source, names.AsSpan(0, lists.Members.Length), default, budget);
            var value = values.Read(source, lists.Members, lists.MemberOutcomes, budget);
            var vector = new StructVector(entries, lists.Members.Length, [key, value]);
            key = null;
            return lists.Finish(Type, vector, outcomes);
        }
        finally
        {
            key?.Release();
            ArrayPool<int>.Shared.Return(names);
        }
    }
}

/// <summary>The members of arrays or objects, gathered for the column below, and the lists that they make.</summary>
internal unsafe ref struct JsonLists
{
    private readonly MemoryBudget budget;
    private readonly int lanes;
    private int[] nodes = [];
    private readonly byte[] results = [];
    private NativeBuffer? offsets;
    private NativeBuffer? sizes;
    private LaneValidity validity;
    private int count;

    public JsonLists(JsonSource source, ReadOnlySpan<int> parents, Span<JsonOutcome> outcomes, JsonKind kind, MemoryBudget budget)
    {
        this.budget = budget;
        lanes = parents.Length;
        validity = new LaneValidity(lanes, budget);
        offsets = budget.Allocate((long)lanes * sizeof(int));
        sizes = budget.Allocate((long)lanes * sizeof(int));
        nodes = ArrayPool<int>.Shared.Rent(Math.Max(lanes, 16));
        for (var lane = 0; lane < lanes; lane++)
        {
            ((int*)offsets.Pointer)[lane] = count;
            var start = count;
            var found = parents[lane] < 0 ? JsonKind.Null : source.Tape[parents[lane]].Kind;
            if (found == kind)
            {
                Gather(source, parents[lane], kind);
            }
            else
            {
                validity.SetNull(lane);
                if (found != JsonKind.Null)
                    outcomes[lane] = JsonOutcome.Misfit;
            }

            ((int*)sizes.Pointer)[lane] = count - start;
        }

        results = ArrayPool<byte>.Shared.Rent(Math.Max(count, 1));
        results.AsSpan(0, count).Clear();
    }

    /// <summary>Tape positions of all members.</summary>
    public readonly ReadOnlySpan<int> Members => nodes.AsSpan(0, count);

    public readonly Span<JsonOutcome> MemberOutcomes => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, JsonOutcome>(results.AsSpan(0, count));

    /// <summary>The lists over a vector of their members, which is taken over.</summary>
    public ListVector Finish(DataType type, Vector members, Span<JsonOutcome> outcomes)
    {
        var starts = (int*)offsets!.Pointer;
        var lengths = (int*)sizes!.Pointer;
        var results = MemberOutcomes;
        for (var lane = 0; lane < lanes; lane++)
        {
            var worst = JsonOutcome.Fits;
            for (var i = 0; i < lengths[lane]; i++)
                worst = (JsonOutcome)Math.Max((byte)worst, (byte)results[starts[lane] + i]);
            if (worst == JsonOutcome.Fits)
                continue;
            outcomes[lane] = worst;
            if (worst != JsonOutcome.Misfit)
                continue;
            lengths[lane] = 0;
            validity.SetNull(lane);
        }

        var vector = new ListVector(type, lanes, offsets, sizes, members, validity.Take());
        offsets = sizes = null;
        return vector;
    }

    public void Dispose()
    {
        offsets?.Release();
        sizes?.Release();
        validity.Take()?.Release();
        ArrayPool<int>.Shared.Return(nodes);
        ArrayPool<byte>.Shared.Return(results);
    }

    private void Gather(JsonSource source, int parent, JsonKind kind)
    {
        var end = source.Tape[parent].Next;
        for (var node = parent + 1; node < end; node = source.Tape[node].Next)
        {
            if (kind == JsonKind.Object)
                node++;
            if (count == nodes.Length)
            {
                var larger = ArrayPool<int>.Shared.Rent(count * 2);
                nodes.AsSpan(0, count).CopyTo(larger);
                ArrayPool<int>.Shared.Return(nodes);
                nodes = larger;
            }

            nodes[count++] = node;
        }
    }
}
