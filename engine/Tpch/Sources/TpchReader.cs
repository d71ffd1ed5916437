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
    private readonly ScanContext _context;
    private readonly Column[] _columns;
    private readonly ColumnVectors[] _vectors;
    private readonly List<IScanFilter> _filters;
    private readonly bool _skipsBatches;
    private readonly UnitReader _units;
    private RowPieces? _pieces;

    public TpchReader(Table table, StructType schema, TpchSplit split, ScanRequest request, ScanContext context)
    {
        _context = context;
        _columns = [.. request.Columns.Select(c => table.Columns[c])];

        var ranges = new UnitRanges(_columns, split.FirstUnit, split.Units, split.Rows);
        var (filters, none) = Undecided(context.Filters, ranges);
        _filters = filters;
        _skipsBatches = filters.Any(f => f.Columns.Any(c => _columns[c].ValueOfUnit is not null));
        if (none)
            context.Metrics.RowsPruned(split.Rows);

        _units = table.Read(split.FirstUnit, none ? 0 : split.Units, Math.Max(context.BatchRows, Streams.MaxLinesPerOrder));
        _vectors = [.. request.Columns.Select(c => ColumnVectors.Of(table.Columns[c], schema.Fields[c].Type, context.Budget))];
    }

    public RecordBatch? Read()
    {
        while (true)
        {
            if (_pieces?.Next(_context.Budget) is { } piece)
                return piece;
            _pieces?.Dispose();
            _pieces = null;

            _context.Cancellation.ThrowIfCancellationRequested();
            if (!_units.MoveNext())
                return null;
            if (Make(_units.Current) is not { } batch)
                continue;
            if (batch.Rows <= _context.BatchRows)
                return batch;
            _pieces = new RowPieces(batch, _context.BatchRows);
        }
    }

    public void Dispose()
    {
        _pieces?.Dispose();
        _pieces = null;
        foreach (var vectors in _vectors)
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
        var filters = _filters;
        if (_skipsBatches)
        {
            (filters, var none) = Undecided(_filters, new UnitRanges(_columns, units.FirstUnit, units.Units, units.Rows));
            if (none)
            {
                _context.Metrics.RowsPruned(units.Rows);
                return null;
            }
        }

        var columns = new Vector?[_columns.Length];
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
                columns[i] ??= _vectors[i].Fill(units, _context.Budget);
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
            read[i] = columns[filter.Columns[i]] ??= _vectors[filter.Columns[i]].Fill(units, _context.Budget);

        // No selection back means that all lanes survive, which a filter can say only when it was given all.
        if (filter.Narrow(read, units.Rows, selection) is { } narrowed)
        {
            selection?.Release();
            selection = narrowed;
        }
    }
}
