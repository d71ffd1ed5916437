using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>A column of lists, maps or structs, put together from its leaves' levels.</summary>
internal sealed unsafe class NestedColumnReader : ColumnReader
{
    private readonly ColumnNode root;
    private readonly MemoryBudget budget;
    private readonly Dictionary<int, LeafRows> leaves = [];
    private string place = "";

    /// <param name="open">Makes the cursor of a leaf; called once for each leaf of the file that is needed.</param>
    public NestedColumnReader(ColumnNode root, Func<LeafNode, LeafCursor> open, MemoryBudget budget)
    {
        this.root = root;
        this.budget = budget;
        try
        {
            foreach (var leaf in root.Leaves)
                leaves.Add(leaf.Source.Leaf, new LeafRows(open(leaf), budget));
            var levels = root.LevelLeaf;
            if (!leaves.ContainsKey(levels.Leaf))
                leaves.Add(levels.Leaf, new LeafRows(open(new LeafNode(DataType.Null, 0, levels.Definition, levels.Repetition, levels)), budget));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override string Place => place;

    public override Vector Read(int rows)
    {
        foreach (var leaf in leaves.Values)
        {
            place = leaf.Place;
            leaf.Read(rows);
        }

        var vector = Build(root);
        if (vector.Length != rows)
            ParquetFormatException.Throw($"{vector.Length} rows where {rows} are expected");
        return vector;
    }

    public override void Skip(long rows)
    {
        foreach (var leaf in leaves.Values)
        {
            place = leaf.Place;
            leaf.Skip(rows);
        }
    }

    public override void Dispose()
    {
        foreach (var leaf in leaves.Values)
            leaf.Dispose();
    }

    private Vector Build(ColumnNode node) => node switch
    {
        LeafNode leaf => leaves[leaf.Source.Leaf].Values(),
        ListNode list => BuildList(list),
        StructNode structs => BuildStruct(structs),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private ListVector BuildList(ListNode node)
    {
        var levels = leaves[node.LevelLeaf.Leaf];
        var definitions = levels.Definitions;
        var repetitions = levels.Repetitions;
        var elementLevel = node.Element.SlotDefinition;
        var elementRepetition = node.Element.Repetition;
        var slots = levels.CountSlots(node);
        var elements = Build(node.Element);
        NativeBuffer? offsets = null, sizes = null, validity = null;
        try
        {
            offsets = budget.Allocate((long)slots * sizeof(int));
            sizes = budget.Allocate((long)slots * sizeof(int));
            validity = budget.AllocateZeroed(Bits.BytesFor(slots));
            var (slot, element, nulls) = (-1, 0, 0);
            for (var i = 0; i < levels.Count; i++)
            {
                if (definitions[i] < node.SlotDefinition || repetitions[i] > elementRepetition)
                    continue;
                if (repetitions[i] < elementRepetition)
                {
                    slot++;
                    ((int*)offsets.Pointer)[slot] = element;
                    ((int*)sizes.Pointer)[slot] = 0;
                    if (definitions[i] >= node.Definition)
                        Bits.Set(validity.Pointer, slot);
                    else
                        nulls++;
                }

                if (definitions[i] < elementLevel)
                    continue;
                if (slot < 0)
                    break;
                ((int*)sizes.Pointer)[slot]++;
                element++;
            }

            if (slot + 1 != slots || element != elements.Length)
                ParquetFormatException.Throw("the levels of a nested column contradict each other");
            if (nulls == 0)
            {
                validity.Release();
                validity = null;
            }

            return new ListVector(node.Type, slots, offsets, sizes, elements, validity);
        }
        catch
        {
            elements.Release();
            offsets?.Release();
            sizes?.Release();
            validity?.Release();
            throw;
        }
    }

    private StructVector BuildStruct(StructNode node)
    {
        var levels = leaves[node.LevelLeaf.Leaf];
        var definitions = levels.Definitions;
        var repetitions = levels.Repetitions;
        var slots = levels.CountSlots(node);
        var children = new List<Vector>();
        NativeBuffer? validity = null;
        try
        {
            for (var i = 0; i < node.Children.Count; i++)
            {
                children.Add(node.Children[i] is { } child ? Build(child) : LeafDictionary.Nulls(node.Struct.Fields[i].Type, slots, budget));
                if (children[i].Length != slots)
                    ParquetFormatException.Throw($"field {node.Struct.Fields[i].Name} of a struct has {children[i].Length} values where {slots} are expected");
            }

            if (node.Definition > node.SlotDefinition)
            {
                validity = budget.AllocateZeroed(Bits.BytesFor(slots));
                var (slot, nulls) = (0, 0);
                for (var i = 0; i < levels.Count; i++)
                {
                    if (definitions[i] < node.SlotDefinition || repetitions[i] > node.Repetition)
                        continue;
                    if (definitions[i] >= node.Definition)
                        Bits.Set(validity.Pointer, slot);
                    else
                        nulls++;
                    slot++;
                }

                if (nulls == 0)
                {
                    validity.Release();
                    validity = null;
                }
            }

            return new StructVector(node.Struct, slots, [.. children], validity);
        }
        catch
        {
            foreach (var child in children)
                child.Release();
            validity?.Release();
            throw;
        }
    }
}
