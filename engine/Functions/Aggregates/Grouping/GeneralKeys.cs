using System.Numerics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Vector = Spindle.Columnar.Vectors.Vector;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>
/// Keys of any types in a hash table with linear probing. Each batch goes in rounds of two passes: find a candidate for every open row by the salt in its entry, then compare the
/// candidates' keys column by column; rows whose candidate differs probe on.
/// <code>
///  63         32 31        0
///  | hash's top | key id + 1 |     an entry; 0 is empty, the top half is the salt
/// </code>
/// </summary>
internal sealed unsafe class GeneralKeys : IDisposable
{
    private const int FirstEntries = 1024;

    private readonly KeyColumn[] columns;
    private readonly MemoryBudget budget;
    private readonly bool equalHashes;
    private readonly NativeArray<ulong> hashes;
    private NativeArray<ulong> entries;
    private int entryCount;

    public GeneralKeys(ReadOnlySpan<DataType> types, MemoryBudget budget, bool equalHashes)
    {
        columns = new KeyColumn[types.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = KeyColumn.Create(types[i], budget);
        this.budget = budget;
        this.equalHashes = equalHashes;
        hashes = new NativeArray<ulong>(budget);
        entries = new NativeArray<ulong>(budget);
    }

    public int Count { get; private set; }

    public bool TryReserve(int more)
    {
        var keys = checked(Count + more);
        if (!hashes.TryEnsure(keys))
            return false;
        foreach (var column in columns)
            if (!column.TryReserve(keys))
                return false;
        return Rehash(keys, mustSucceed: false);
    }

    public void Grow(int more)
    {
        var keys = checked(Count + more);
        hashes.Ensure(keys);
        foreach (var column in columns)
            column.Grow(keys);
        Rehash(keys, mustSucceed: true);
    }

    /// <summary>The id of each row's key; with <paramref name="add"/> new keys get the next ids, else -1. Adding needs room for every row.</summary>
    public void Resolve(KeyScratch scratch, ReadOnlySpan<ColumnView> keys, int rows, int* ids, bool add)
    {
        if (entryCount == 0)
        {
            new Span<int>(ids, rows).Fill(-1);
            return;
        }

        Hash(keys, rows, scratch.Words);
        var mask = (uint)entryCount - 1;
        for (var i = 0; i < rows; i++)
        {
            scratch.Slots[i] = (uint)scratch.Words[i] & mask;
            scratch.Open[i] = i;
        }

        var open = rows;
        while (open > 0)
        {
            var (candidates, fresh) = FindCandidates(scratch, open, ids, add);
            if (fresh > 0)
            {
                // Earlier rows of this round are stored before later rounds compare with them.
                var stored = false;
                try
                {
                    for (var c = 0; c < columns.Length; c++)
                        columns[c].Append(keys[c], scratch.Fresh, fresh, Count - fresh);
                    stored = true;
                }
                finally
                {
                    if (!stored)
                        Forget(scratch, fresh);
                }
            }

            var rejections = 0;
            for (var c = 0; c < columns.Length && candidates > 0; c++)
                candidates = columns[c].Match(keys[c], scratch.Candidates, scratch.CandidateKeys, candidates, scratch.Rejected, ref rejections);
            for (var i = 0; i < candidates; i++)
                ids[scratch.Candidates[i]] = scratch.CandidateKeys[i];
            // Rejected rows probe on, in the order of their rows so that ids follow first appearance.
            if (rejections > 1)
                new Span<int>(scratch.Rejected, rejections).Sort();
            for (var i = 0; i < rejections; i++)
            {
                var row = scratch.Rejected[i];
                scratch.Slots[row] = (scratch.Slots[row] + 1) & mask;
                scratch.Open[i] = row;
            }

            open = rejections;
        }
    }

    public Vector Read(int column, int* ids, int start, int count) => columns[column].Read(ids, start, count);

    public void Dispose()
    {
        foreach (var column in columns)
            column.Dispose();
        hashes.Dispose();
        entries.Dispose();
    }

    /// <summary>Takes back the latest keys, all of one round, whose values found no room: what refers to them is where their rows stopped.</summary>
    private void Forget(KeyScratch scratch, int fresh)
    {
        for (var i = 0; i < fresh; i++)
            entries.Pointer[scratch.Slots[scratch.Fresh[i]]] = 0;
        Count -= fresh;
    }

    private (int Candidates, int Fresh) FindCandidates(KeyScratch scratch, int open, int* ids, bool add)
    {
        var table = entries.Pointer;
        var mask = (uint)entryCount - 1;
        int candidates = 0, fresh = 0;
        for (var i = 0; i < open; i++)
        {
            var row = scratch.Open[i];
            var hash = scratch.Words[row];
            var slot = scratch.Slots[row];
            while (true)
            {
                var entry = table[slot];
                if (entry == 0)
                {
                    if (add)
                    {
                        var id = Count++;
                        table[slot] = (hash & 0xFFFFFFFF00000000UL) | (uint)(id + 1);
                        hashes.Pointer[id] = hash;
                        ids[row] = id;
                        scratch.Fresh[fresh++] = row;
                    }
                    else
                    {
                        ids[row] = -1;
                    }

                    break;
                }

                if ((entry ^ hash) >> 32 == 0)
                {
                    scratch.Candidates[candidates] = row;
                    scratch.CandidateKeys[candidates++] = (int)(uint)entry - 1;
                    break;
                }

                slot = (slot + 1) & mask;
            }

            scratch.Slots[row] = slot;
        }

        return (candidates, fresh);
    }

    private void Hash(ReadOnlySpan<ColumnView> keys, int rows, ulong* target)
    {
        if (equalHashes)
            new Span<ulong>(target, rows).Fill(0x5A5A5A5A5A5A5A5AUL);
        else
            KeyHash.Compute(keys, rows, target);
    }

    private bool Rehash(int keys, bool mustSucceed)
    {
        // At most half full.
        var needed = (int)Math.Max(FirstEntries, BitOperations.RoundUpToPowerOf2((uint)keys) * 2L);
        if (needed <= entryCount)
            return true;
        var larger = new NativeArray<ulong>(budget);
        if (mustSucceed)
            larger.Ensure(needed);
        else if (!larger.TryEnsure(needed))
            return false;
        var mask = (uint)needed - 1;
        for (var id = 0; id < Count; id++)
        {
            var hash = hashes.Pointer[id];
            var slot = (uint)hash & mask;
            while (larger.Pointer[slot] != 0)
                slot = (slot + 1) & mask;
            larger.Pointer[slot] = (hash & 0xFFFFFFFF00000000UL) | (uint)(id + 1);
        }

        entries.Dispose();
        entries = larger;
        entryCount = needed;
        return true;
    }
}
