using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>The levels and values of one leaf of a nested column, for some whole rows at a time.</summary>
internal sealed unsafe class LeafRows : IDisposable
{
    private const int BlockEntries = 4096;
    private const int SkipRows = 1 << 16;

    private readonly LeafCursor cursor;
    private readonly MemoryBudget budget;
    private readonly List<Vector> parts = [];

    // Levels of the rows read last: definitions in the first half, repetitions in the second.
    private NativeBuffer levels;
    private int capacity;

    // Levels of the current page that were decoded, of which those from blockPosition on are not used up: a row's end shows only in the entry behind it.
    private readonly NativeBuffer block;
    private int blockPosition;
    private int blockCount;
    private bool hasBegun;

    public LeafRows(LeafCursor cursor, MemoryBudget budget)
    {
        this.cursor = cursor;
        this.budget = budget;
        capacity = BlockEntries;
        levels = budget.Allocate(2 * capacity);
        block = budget.Allocate(2 * BlockEntries);
    }

    /// <summary>Entries of the rows read last.</summary>
    public int Count { get; private set; }

    public byte* Definitions => levels.Pointer;

    public byte* Repetitions => levels.Pointer + capacity;

    public string Place => $"page at byte {cursor.PageOffset}";

    /// <summary>Reads the entries of the next rows.</summary>
    public void Read(int rows) => Fill(rows, keep: true);

    /// <summary>Passes over rows.</summary>
    public void Skip(long rows)
    {
        for (; rows > 0; rows -= SkipRows)
            Fill((int)Math.Min(rows, SkipRows), keep: false);
    }

    /// <summary>The values of the rows read last, a lane for each slot of the leaf; the caller's.</summary>
    public Vector Values()
    {
        if (parts.Count == 0)
            parts.Add(cursor.Read(0, null, 0));
        return Concatenation.Of(parts, budget);
    }

    /// <summary>How many slots of a node the entries begin.</summary>
    public int CountSlots(ColumnNode node)
    {
        var slots = 0;
        for (var i = 0; i < Count; i++)
            slots += Definitions[i] >= node.SlotDefinition && Repetitions[i] <= node.Repetition ? 1 : 0;
        return slots;
    }

    public void Dispose()
    {
        DropParts();
        levels.Release();
        block.Release();
        cursor.Dispose();
    }

    private void Fill(int rows, bool keep)
    {
        DropParts();
        Count = 0;
        var begun = 0;
        while (begun < rows || cursor.MaxRepetition > 0)
        {
            if (blockPosition == blockCount && !NextBlock())
                break;
            var first = blockPosition;
            var isComplete = Advance(rows, ref begun);
            Take(first, blockPosition - first, keep);
            if (isComplete)
                return;
        }

        if (begun < rows)
            ParquetFormatException.Throw("the column chunk ends before its rows do");
    }

    /// <summary>Passes over the entries of the block that belong to the rows.</summary>
    /// <returns>True when the entry behind them begins another row.</returns>
    private bool Advance(int rows, ref int begun)
    {
        var repetitions = block.Pointer + BlockEntries;
        for (; blockPosition < blockCount; blockPosition++)
        {
            if (repetitions[blockPosition] != 0)
            {
                if (!hasBegun)
                    ParquetFormatException.Throw("the column chunk begins in the middle of a row");
                continue;
            }

            if (begun == rows)
                return true;
            hasBegun = true;
            begun++;
        }

        return false;
    }

    private bool NextBlock()
    {
        while (cursor.Left == 0)
        {
            if (cursor.PeekNext() < 0)
                return false;
            cursor.OpenNext();
        }

        blockPosition = 0;
        blockCount = Math.Min(cursor.Left, BlockEntries);
        cursor.ReadLevels(block.Pointer, block.Pointer + BlockEntries, blockCount);
        for (var i = 0; i < blockCount; i++)
            if (block.Pointer[i] > cursor.MaxDefinition || block.Pointer[BlockEntries + i] > cursor.MaxRepetition)
                ParquetFormatException.Throw("a level is higher than the schema allows");
        return true;
    }

    /// <summary>Keeps entries of the block, and reads or passes over their values.</summary>
    private void Take(int first, int count, bool keep)
    {
        if (count == 0)
            return;
        var definitions = block.Pointer + first;
        var (slots, valid) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            slots += definitions[i] >= cursor.Leaf.SlotDefinition ? 1 : 0;
            valid += definitions[i] == cursor.MaxDefinition ? 1 : 0;
        }

        if (!keep)
        {
            cursor.SkipValues(valid);
            return;
        }

        Append(definitions, block.Pointer + BlockEntries + first, count);
        parts.Add(cursor.Read(slots, valid == slots ? null : Validity(definitions, count, slots), valid));
    }

    private NativeBuffer Validity(byte* definitions, int count, int slots)
    {
        var validity = budget.AllocateZeroed(Bits.BytesFor(slots));
        var slot = 0;
        for (var i = 0; i < count; i++)
        {
            if (definitions[i] < cursor.Leaf.SlotDefinition)
                continue;
            if (definitions[i] == cursor.MaxDefinition)
                Bits.Set(validity.Pointer, slot);
            slot++;
        }

        return validity;
    }

    private void Append(byte* definitions, byte* repetitions, int count)
    {
        if (Count + count > capacity)
        {
            var wider = Math.Max(capacity * 2, Count + count);
            var larger = budget.Allocate(2L * wider);
            Unsafe.CopyBlockUnaligned(larger.Pointer, levels.Pointer, (uint)Count);
            Unsafe.CopyBlockUnaligned(larger.Pointer + wider, levels.Pointer + capacity, (uint)Count);
            levels.Release();
            levels = larger;
            capacity = wider;
        }

        Unsafe.CopyBlockUnaligned(Definitions + Count, definitions, (uint)count);
        Unsafe.CopyBlockUnaligned(Repetitions + Count, repetitions, (uint)count);
        Count += count;
    }

    private void DropParts()
    {
        foreach (var part in parts)
            part.Release();
        parts.Clear();
    }
}
