using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>A caller's working memory for <see cref="KeyTable"/>: tables are shared for reading, scratch is one thread's.</summary>
public sealed unsafe class KeyScratch(MemoryBudget budget) : IDisposable
{
    private NativeBuffer? buffer;
    private int rows;

    internal MemoryBudget Budget => budget;

    internal RowMaps Maps { get; } = new(budget);

    /// <summary>For each key column, the codes of the dictionary that was met last; found again by identity.</summary>
    internal Dictionary<int, (Vector Dictionary, GeneralKeys Table, int[] Codes)> DictionaryCodes { get; } = [];

    internal ulong* Words { get; private set; }

    internal uint* Slots { get; private set; }

    internal int* Open { get; private set; }

    internal int* Candidates { get; private set; }

    internal int* CandidateKeys { get; private set; }

    internal int* Fresh { get; private set; }

    internal int* Rejected { get; private set; }

    internal void Ensure(int count)
    {
        Maps.Reset();
        if (buffer is not null && count <= rows)
            return;
        buffer?.Release();
        buffer = null;
        rows = Math.Max(count, RecordBatch.TargetRows);
        buffer = budget.Allocate(32L * rows);
        Words = (ulong*)buffer.Pointer;
        Slots = (uint*)(Words + rows);
        Open = (int*)(Slots + rows);
        Candidates = Open + rows;
        CandidateKeys = Candidates + rows;
        Fresh = CandidateKeys + rows;
        Rejected = Fresh + rows;
    }

    public void Dispose()
    {
        Maps.Dispose();
        buffer?.Release();
        buffer = null;
        rows = 0;
        DictionaryCodes.Clear();
    }
}
