using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Tpch.Columns;
using Spindle.Tpch.RandomStreams;
using Spindle.Tpch.Tables;

namespace Spindle.Tpch.Sources;

/// <summary>
/// Makes a split's batches. The columns that filters read are made first; the others only where rows have survived,
/// which is possible because no column's random numbers depend on another's.
/// </summary>
internal sealed class TpchReader : IBatchReader
{
    private readonly ScanContext context;
    private readonly Column[] columns;
    private readonly ColumnVectors[] vectors;
    private readonly List<IScanFilter> filters;
    private readonly bool skipsBatches;
    private readonly UnitReader units;
    private RowPieces? pieces;

    public TpchReader(Table table, StructType schema, TpchSplit split, ScanRequest request, ScanContext context)
    {
        this.context = context;
        columns = [.. request.Columns.Select(c => table.Columns[c])];

        var ranges = new UnitRanges(columns, split.FirstUnit, split.Units, split.Rows);
        var (filters, none) = Undecided(context.Filters, ranges);
        this.filters = filters;
        skipsBatches = filters.Any(f => f.Columns.Any(c => columns[c].ValueOfUnit is not null));
        if (none)
            context.Metrics.RowsPruned(split.Rows);

        units = table.Read(split.FirstUnit, none ? 0 : split.Units, Math.Max(context.BatchRows, Streams.MaxLinesPerOrder));
        vectors = [.. request.Columns.Select(c => ColumnVectors.Of(table.Columns[c], schema.Fields[c].Type, context.Budget))];
    }

    public RecordBatch? Read()
    {
        while (true)
        {
            if (pieces?.Next(context.Budget) is { } piece)
                return piece;
            pieces?.Dispose();
            pieces = null;

            context.Cancellation.ThrowIfCancellationRequested();
            if (!units.MoveNext())
                return null;
            if (Make(units.Current) is not { } batch)
                continue;
            if (batch.Rows <= context.BatchRows)
                return batch;
            pieces = new RowPieces(batch, context.BatchRows);
        }
    }

    public void Dispose()
    {
        pieces?.Dispose();
        pieces = null;
        foreach (var vectors in this.vectors)
            vectors.Dispose();
    }

    /// <summary>The filters that still have to look at rows, and whether one of them lets none pass.</summary>
    private static (List<IScanFilter> Filters, bool None) Undecided(IReadOnlyList<IScanFilter> filters, UnitRanges ranges)
    {
        var undecided = new List<IScanFilter>();
        foreach (var filter in filters)
        {
            switch (filter.Test(ranges))
            {
                case RangeVerdict.None:
                    return ([], true);
                case RangeVerdict.Some:
                    undecided.Add(filter);
                    break;
            }
        }
        return (undecided, false);
    }

    /// <summary>The batch of some units' rows that pass the filters; null when there are none.</summary>
    private RecordBatch? Make(UnitBatch units)
    {
        var filters = this.filters;
        if (skipsBatches)
        {
            (filters, var none) = Undecided(this.filters, new UnitRanges(this.columns, units.FirstUnit, units.Units, units.Rows));
            if (none)
            {
                context.Metrics.RowsPruned(units.Rows);
                return null;
            }
        }

        var columns = new Vector?[this.columns.Length];
        Selection? selection = null;
        try
        {
            foreach (var filter in filters)
            {
                Narrow(filter, units, columns, ref selection);
                if (selection is { Count: 0 })
                    return null;
            }

            for (var i = 0; i < columns.Length; i++)
                columns[i] ??= vectors[i].Fill(units, context.Budget);
            var batch = new RecordBatch(columns!, units.Rows, selection);
            columns = [];
            selection = null;
            return batch;
        }
        finally
        {
            foreach (var column in columns)
                column?.Release();
            selection?.Release();
        }
    }

    private void Narrow(IScanFilter filter, UnitBatch units, Vector?[] columns, ref Selection? selection)
    {
        var read = new Vector[filter.Columns.Count];
        for (var i = 0; i < read.Length; i++)
            read[i] = columns[filter.Columns[i]] ??= vectors[filter.Columns[i]].Fill(units, context.Budget);

        // No selection back means that all lanes survive, which a filter can say only when it was given all.
        if (filter.Narrow(read, units.Rows, selection) is { } narrowed)
        {
            selection?.Release();
            selection = narrowed;
        }
    }
}
