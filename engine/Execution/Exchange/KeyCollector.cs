using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Joins;
using Spindle.Execution.Tasks;
using Spindle.Functions.Aggregates.Grouping;
using Spindle.Plans.Stages;

namespace Spindle.Execution.Exchange;

/// <summary>Hands a task's rows on, and takes note of the distinct values of some of their columns. Where these are too many, or memory is short, it stops doing so. One thread's.</summary>
public sealed unsafe class KeyCollector : ITaskOutput, IDisposable
{
    // Past that a filter is large to send, and seldom keeps much out.
    private const int MostKeys = 1 << 20;

    private readonly ITaskOutput output;
    private readonly ValueList<KeyCollection> wanted;
    private readonly MemoryBudget budget;
    private readonly KeyTable?[] tables;
    private readonly KeyScratch scratch;
    private readonly NativeArray<int> ids;

    /// <param name="output">Takes the rows.</param>
    public KeyCollector(ITaskOutput output, ValueList<KeyCollection> wanted, MemoryBudget budget)
    {
        this.output = output;
        this.wanted = wanted;
        this.budget = budget;
        tables = [.. wanted.Select(w => new KeyTable([w.Type], budget))];
        scratch = new KeyScratch(budget);
        ids = new NativeArray<int>(budget);
    }

    public bool WantsMore => output.WantsMore;

    public void Write(RecordBatch batch)
    {
        for (var i = 0; i < wanted.Count; i++)
            Note(i, batch);
        output.Write(batch);
    }

    /// <summary>One for each column whose values were not too many.</summary>
    public ValueList<KeyDigest> Finish()
    {
        var digests = new List<KeyDigest>();
        for (var i = 0; i < wanted.Count; i++)
            if (tables[i] is { } table && Digest(wanted[i], table) is { } digest)
                digests.Add(digest);
        return digests.ToValueList();
    }

    public void Dispose()
    {
        foreach (var table in tables)
            table?.Dispose();
        scratch.Dispose();
        ids.Dispose();
    }

    private void Note(int index, RecordBatch batch)
    {
        if (tables[index] is not { } table)
            return;
        if (table.Count > MostKeys || !table.TryReserve(batch.Rows) || !ids.TryEnsure(batch.Rows))
        {
            table.Dispose();
            tables[index] = null;
            return;
        }

        table.FindOrAdd(scratch, [batch[wanted[index].Column]], batch.Selection is { } selection ? selection.Lanes : null, batch.Rows, ids.Pointer);
    }

    private KeyDigest? Digest(KeyCollection of, KeyTable table)
    {
        var keys = table.Read(0, 0, table.Count);
        try
        {
            using var filter = new KeyFilter(keys, budget, travels: true);
            ValueList<object?>? values = null;
            if (table.Count <= KeyDigest.MostValues)
                values = Enumerable.Range(0, table.Count).Select(i => keys.Read(i)).Where(v => v is not null).ToValueList();
            return filter.Digest(of.FilterId, of.Type, values);
        }
        finally
        {
            keys.Release();
        }
    }
}
