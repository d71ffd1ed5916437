using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;

namespace Spindle.Sql.Objects;

/// <summary>Rows held in memory as batches: objects of a program, results of commands, cached tables.</summary>
internal sealed class MemoryTable : ITable, IDisposable
{
    private const int RowsPerSplit = 100_000;

    private readonly IReadOnlyList<RecordBatch> batches;

    /// <summary>Takes the batches over.</summary>
    public MemoryTable(string displayName, StructType schema, IReadOnlyList<RecordBatch> batches)
    {
        DisplayName = displayName;
        Schema = schema;
        this.batches = batches;
        Statistics = TableStatistics.Unknown(schema.Fields.Count) with { Rows = batches.Sum(b => (long)b.Rows) };
    }

    public string DisplayName { get; }

    public StructType Schema { get; }

    public TableStatistics Statistics { get; }

    /// <summary>A table of boxed values in the form that lanes have.</summary>
    public static MemoryTable Of(string displayName, StructType schema, IEnumerable<IReadOnlyList<object?>> rows, MemoryBudget budget)
    {
        var batches = new List<RecordBatch>();
        VectorBuilder[] builders = [.. schema.Fields.Select(f => VectorBuilder.Create(f.Type, budget))];
        var count = 0;
        try
        {
            foreach (var row in rows)
            {
                for (var i = 0; i < builders.Length; i++)
                    builders[i].Append(row[i]);
                if (++count == RecordBatch.TargetRows)
                    Flush();
            }

            if (count > 0)
                Flush();
        }
        finally
        {
            foreach (var builder in builders)
                builder.Dispose();
        }

        return new MemoryTable(displayName, schema, batches);

        void Flush()
        {
            batches.Add(new RecordBatch([.. builders.Select(b => b.Build())], count));
            count = 0;
        }
    }

    public ValueList<Split> PlanSplits(ScanRequest request)
    {
        var splits = new List<Split>();
        for (int first = 0, next = 0; first < batches.Count; first = next)
        {
            var rows = 0L;
            while (next < batches.Count && rows < RowsPerSplit)
                rows += batches[next++].Rows;
            splits.Add(new MemorySplit(first, next - first, rows));
        }

        return splits.ToValueList();
    }

    public TableDescriptor Describe() => new RowsDescriptor(DisplayName, Schema);

    public Split Export(Split split, ScanRequest request, MemoryBudget budget)
    {
        var part = (MemorySplit)split;
        var picked = new StructType(request.Columns.Select(c => Schema.Fields[c]).ToValueList());
        var pieces = batches.Skip(part.First).Take(part.Batches).Select(b => new RecordBatch([.. request.Columns.Select(c => b[c].Retain())], b.Length, b.Selection?.Retain())).ToList();
        try
        {
            return RowsSplit.Of(picked, pieces, budget);
        }
        finally
        {
            foreach (var piece in pieces)
                piece.Release();
        }
    }

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context)
    {
        var part = (MemorySplit)split;
        return new BatchListReader(batches, part.First, part.First + part.Batches, request.Columns, context);
    }

    public void Dispose()
    {
        foreach (var batch in batches)
            batch.Release();
    }

    private sealed record MemorySplit(int First, int Batches, long Rows) : Split(Rows, -1);
}
