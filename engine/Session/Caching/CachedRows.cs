using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans;
using Spindle.Sources;

namespace Spindle.Sql.Caching;

/// <summary>The kept rows of a plan, as a table.</summary>
/// <param name="blocks">Taken over.</param>
internal sealed class CachedRows(string displayName, StructType schema, IReadOnlyList<CachedBlock> blocks, CacheStore store) : ITable, IDisposable
{
    public string DisplayName => displayName;

    public StructType Schema => schema;

    public TableStatistics Statistics { get; } = TableStatistics.Unknown(schema.Fields.Count) with { Rows = blocks.Sum(b => b.Rows) };

    public ValueList<Split> PlanSplits(ScanRequest request) => blocks.Select((b, i) => (Split)new CachedSplit(i, b.Rows)).ToValueList();

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context)
    {
        var block = blocks[((CachedSplit)split).Block];
        store.Touch(block);
        return block.Open(request.Columns, context);
    }

    public TableDescriptor Describe() => new RowsDescriptor(DisplayName, Schema);

    public Split Export(Split split, ScanRequest request, MemoryBudget budget)
    {
        var picked = new StructType(request.Columns.Select(c => Schema.Fields[c]).ToValueList());
        var pieces = new List<RecordBatch>();
        try
        {
            using var reader = Open(split, request, new ScanContext(budget, [], int.MaxValue, CancellationToken.None));
            while (reader.Read() is { } batch)
                pieces.Add(batch);
            return RowsSplit.Of(picked, pieces, budget);
        }
        finally
        {
            foreach (var piece in pieces)
                piece.Release();
        }
    }

    public void Dispose()
    {
        foreach (var block in blocks)
        {
            store.Remove(block);
            block.Dispose();
        }
    }

    private sealed record CachedSplit(int Block, long Rows) : Split(Rows, -1);
}
