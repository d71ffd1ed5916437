using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>A column, or a part of a nested one, as it is written: takes vectors apart into the levels and values of its leaves.</summary>
internal abstract unsafe class WriteNode(bool nullable)
{
    protected bool Nullable { get; } = nullable;

    /// <summary>Appends a slot for each entry.</summary>
    /// <param name="vector">Lent; any form.</param>
    public abstract void Append(Vector vector, Slots slots, MemoryBudget budget);

    protected static void Refuse(string path) =>
        throw new System.Diagnostics.UnreachableException($"a null in column {path}, which is declared not to have any");
}

internal sealed unsafe class LeafWriteNode(LeafWriter leaf, bool nullable) : WriteNode(nullable)
{
    public LeafWriter Leaf { get; } = leaf;

    public override void Append(Vector vector, Slots slots, MemoryBudget budget) => Leaf.Append(vector, slots);
}

internal sealed unsafe class StructWriteNode(WriteNode[] children, bool nullable, string path) : WriteNode(nullable)
{
    public override void Append(Vector vector, Slots slots, MemoryBudget budget)
    {
        var flat = (StructVector)Gather.Flatten(vector, budget);
        try
        {
            using var inner = new Slots(slots.Count, budget);
            for (var i = 0; i < slots.Count; i++)
            {
                var lane = slots.Lanes[i];
                var isNull = lane < 0 || flat.IsNull(lane);
                if (lane >= 0 && isNull && !Nullable)
                    Refuse(path);
                inner.Add(isNull ? -1 : lane, (byte)(slots.Definitions[i] + (isNull || !Nullable ? 0 : 1)), slots.Repetitions[i]);
            }

            for (var c = 0; c < children.Length; c++)
                children[c].Append(flat.Children[c], inner, budget);
        }
        finally
        {
            flat.Release();
        }
    }
}

/// <summary>Arrays, and maps as lists of entries.</summary>
/// <param name="repetition">The repetition level of a further element.</param>
internal sealed unsafe class ListWriteNode(WriteNode element, bool nullable, int repetition, string path) : WriteNode(nullable)
{
    public override void Append(Vector vector, Slots slots, MemoryBudget budget)
    {
        var flat = (ListVector)Gather.Flatten(vector, budget);
        try
        {
            long entries = 0;
            for (var i = 0; i < slots.Count; i++)
                entries += slots.Lanes[i] < 0 || flat.IsNull(slots.Lanes[i]) ? 1 : Math.Max(1, flat.Sizes[slots.Lanes[i]]);
            using var inner = new Slots(checked((int)entries), budget);
            for (var i = 0; i < slots.Count; i++)
                Add(inner, flat, slots, i);
            element.Append(flat.Elements, inner, budget);
        }
        finally
        {
            flat.Release();
        }
    }

    private void Add(Slots inner, ListVector list, Slots slots, int i)
    {
        var lane = slots.Lanes[i];
        var level = slots.Definitions[i];
        if (lane < 0 || list.IsNull(lane))
        {
            if (lane >= 0 && !Nullable)
                Refuse(path);
            inner.Add(-1, level, slots.Repetitions[i]);
            return;
        }

        level += Nullable ? (byte)1 : (byte)0;
        var size = list.Sizes[lane];
        if (size == 0)
            inner.Add(-1, level, slots.Repetitions[i]);
        for (var e = 0; e < size; e++)
            inner.Add(list.Offsets[lane] + e, (byte)(level + 1), e == 0 ? slots.Repetitions[i] : (byte)repetition);
    }
}
