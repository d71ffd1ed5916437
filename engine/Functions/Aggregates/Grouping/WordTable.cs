using System.Numerics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Memory;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>
/// Words and their ids, from 0 on in the order of arrival. Where all words together span a small range, the word is the position in an array (no hashing at all); else it is looked up in a hash table whose
/// entries hold the word itself.
/// </summary>
internal sealed unsafe class WordTable(MemoryBudget budget) : IDisposable
{
    /// <summary>What no key has: a row with a value outside of its field.</summary>
    public const ulong NoWord = ulong.MaxValue;

    private const int AlwaysDirectBits = 16;

    private readonly NativeArray<ulong> words = new(budget);
    private readonly NativeArray<int> direct = new(budget);
    private NativeArray<Entry> entries = new(budget);
    private int entryCount;
    private bool isDirect;

    public int Count { get; private set; }

    /// <summary>Of the widest word; 0 while there is none.</summary>
    public int Bits { get; private set; }

    /// <summary>The word of each id; who writes them anew calls <see cref="Reindex"/>.</summary>
    public ulong* Words => words.Pointer;

    public bool TryReserve(int more) => words.TryEnsure(Count + more) && TryIndex(Count + more, mustSucceed: false);

    public void Grow(int more)
    {
        words.Ensure(Count + more);
        TryIndex(Count + more, mustSucceed: true);
    }

    /// <summary>Finds the words at their places again after all of them have changed.</summary>
    /// <param name="bits">Of the widest word from now on; at least 1.</param>
    /// <param name="more">Words that are to have room besides.</param>
    public void Reindex(int bits, int more)
    {
        Bits = bits;
        direct.Dispose();
        entries.Dispose();
        entryCount = 0;
        isDirect = false;
        TryIndex(Count + more, mustSucceed: true);
    }

    /// <summary>The id of each word; a new one gets the next. There is room by <see cref="Grow"/> or <see cref="TryReserve"/>.</summary>
    public void Add(ulong* rowWords, int rows, int* ids)
    {
        var count = Count;
        var stored = words.Pointer;
        if (isDirect)
        {
            var slots = direct.Pointer;
            for (var i = 0; i < rows; i++)
            {
                var id = slots[rowWords[i]];
                if (id == 0)
                {
                    stored[count] = rowWords[i];
                    slots[rowWords[i]] = id = ++count;
                }

                ids[i] = id - 1;
            }

            Count = count;
            return;
        }

        var table = entries.Pointer;
        var mask = (uint)entryCount - 1;
        for (var i = 0; i < rows; i++)
        {
            var word = rowWords[i];
            var slot = Slot(word) & mask;
            while (table[slot].Id != 0 && table[slot].Word != word)
                slot = (slot + 1) & mask;
            if (table[slot].Id == 0)
            {
                stored[count] = word;
                table[slot] = new Entry { Word = word, Id = ++count };
            }

            ids[i] = (int)table[slot].Id - 1;
        }

        Count = count;
    }

    /// <summary>The id of each word; -1 for those that are not there.</summary>
    public void Find(ulong* rowWords, int rows, int* ids)
    {
        if (isDirect)
        {
            var slots = direct.Pointer;
            var size = 1UL << Bits;
            for (var i = 0; i < rows; i++)
                ids[i] = rowWords[i] < size ? slots[rowWords[i]] - 1 : -1;
            return;
        }

        var table = entries.Pointer;
        var mask = (uint)entryCount - 1;
        for (var i = 0; i < rows; i++)
        {
            var word = rowWords[i];
            if (word == NoWord)
            {
                ids[i] = -1;
                continue;
            }

            var slot = Slot(word) & mask;
            while (table[slot].Id != 0 && table[slot].Word != word)
                slot = (slot + 1) & mask;
            ids[i] = (int)table[slot].Id - 1;
        }
    }

    public void Dispose()
    {
        words.Dispose();
        direct.Dispose();
        entries.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Slot(ulong word) => (uint)(unchecked(word * 0x9E3779B97F4A7C15UL) >> 32);

    // Chooses between positions and hashing, and makes room for that many keys.
    private bool TryIndex(int keys, bool mustSucceed)
    {
        if (Bits == 0 || isDirect)
            return true;
        var entriesNeeded = (int)Math.Max(1024, BitOperations.RoundUpToPowerOf2((uint)keys) * 2L);
        if (entriesNeeded <= entryCount)
            return true;
        if (Bits <= AlwaysDirectBits || (Bits <= 28 && 4L << Bits <= (long)entriesNeeded * sizeof(Entry)))
        {
            var size = 1L << Bits;
            if (mustSucceed)
                direct.Ensure(size);
            else if (!direct.TryEnsure(size))
                return false;
            for (var id = 0; id < Count; id++)
                direct.Pointer[words.Pointer[id]] = id + 1;
            entries.Dispose();
            entryCount = 0;
            isDirect = true;
            return true;
        }

        var larger = new NativeArray<Entry>(budget);
        if (mustSucceed)
            larger.Ensure(entriesNeeded);
        else if (!larger.TryEnsure(entriesNeeded))
            return false;
        var mask = (uint)entriesNeeded - 1;
        for (var id = 0; id < Count; id++)
        {
            var slot = Slot(words.Pointer[id]) & mask;
            while (larger.Pointer[slot].Id != 0)
                slot = (slot + 1) & mask;
            larger.Pointer[slot] = new Entry { Word = words.Pointer[id], Id = id + 1 };
        }

        entries.Dispose();
        entries = larger;
        entryCount = entriesNeeded;
        return true;
    }

    private struct Entry
    {
        public ulong Word;
        public long Id;
    }
}
