using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;

namespace Spindle.Sources;

/// <summary>
/// Rows that executors keep once they have computed them. A query that scans it has a stage that computes what is missing, so that what is lost with an executor is computed again like any other
/// output; disposing of it lets the executors forget it.
/// </summary>
public sealed class DatasetTable : ITable, IDisposable
{
    private readonly Action<long> forget;
    private bool disposed;

    /// <param name="plan">What computes the rows, laid out over executors. Its files are listed once, so that a part that is computed again is of the same rows.</param>
    /// <param name="forget">Told of the dataset when nobody reads it any more.</param>
    public DatasetTable(string displayName, StructType schema, CachedDataset dataset, PhysicalPlan plan, Action<long> forget)
    {
        DisplayName = displayName;
        Schema = schema;
        Dataset = dataset;
        this.forget = forget;
        Statistics = TableStatistics.Unknown(schema.Fields.Count) with { Rows = (long)Math.Max(-1, plan.EstimatedRows) };
        var listed = new Dictionary<ITable, ListedTable>(ReferenceEqualityComparer.Instance);
        Plan = plan.Transform(node => node is ScanExec { Table: ITable table and not DatasetTable } scan ? scan with { Table = Listed(listed, table) } : node);
    }

    public string DisplayName { get; }

    public StructType Schema { get; }

    public CachedDataset Dataset { get; }

    public PhysicalPlan Plan { get; }

    public TableStatistics Statistics { get; }

    public ValueList<Split> PlanSplits(ScanRequest request) => throw NoScan();

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context) => throw NoScan();

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        forget(Dataset.Id);
    }

    private UnreachableException NoScan() => new($"{DisplayName} is read as a stage of the query");

    private static ListedTable Listed(Dictionary<ITable, ListedTable> listed, ITable table) => listed.TryGetValue(table, out var known) ? known : listed[table] = new ListedTable(table);
}
