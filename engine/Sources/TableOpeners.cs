using Spindle.Columnar.Memory;

namespace Spindle.Sources;

/// <summary>Asks one opener after the other. Rows that travel inside their splits, and rows that nobody keeps, need none.</summary>
public sealed class TableOpeners(IReadOnlyList<ITableOpener> tables, IReadOnlyList<ISinkOpener> sinks) : ITableOpener, ISinkOpener
{
    public ITable? Open(TableDescriptor descriptor)
    {
        if (descriptor is RowsDescriptor rows)
            return new RowsTable(rows);
        foreach (var opener in tables)
            if (opener.Open(descriptor) is { } table)
                return table;
        return null;
    }

    public IBatchWriter? Open(TableSinkDescriptor descriptor, int partition, int attempt, MemoryBudget budget)
    {
        if (descriptor is NoopDescriptor)
            return new NoopWriter(partition, attempt);
        foreach (var opener in sinks)
            if (opener.Open(descriptor, partition, attempt, budget) is { } writer)
                return writer;
        return null;
    }
}
