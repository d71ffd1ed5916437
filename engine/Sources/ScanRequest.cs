using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Sources;

/// <summary>What a plan wants of a table; data that travels.</summary>
/// <param name="Columns">Positions in the table's schema; the batches have these columns in this order.</param>
/// <param name="Filters">
/// Conditions over <see cref="BoundReference"/>s to positions in <paramref name="Columns"/>, all of which must hold. The reader uses what it can of them to skip splits (by statistics and
/// partition values); rows are filtered by <see cref="ScanContext.Filters"/>.
/// </param>
/// <param name="Limit">Rows after which reading may stop (with no filters), or -1.</param>
public sealed record ScanRequest(ValueList<int> Columns, ValueList<Expression> Filters, long Limit = -1);

/// <summary>What a reader needs while it runs.</summary>
/// <param name="Budget">Pays for the batches.</param>
/// <param name="Filters">Conditions that the reader applies while it decodes, so that columns which are not needed for them are decoded for surviving rows only. All must hold.</param>
/// <param name="BatchRows">Rows a batch at most; readers may give fewer.</param>
/// <param name="Cancellation">Checked between batches.</param>
public sealed record ScanContext(MemoryBudget Budget, IReadOnlyList<IScanFilter> Filters, int BatchRows, CancellationToken Cancellation)
{
    public IScanMetrics Metrics { get; init; } = NoScanMetrics.Instance;
}

/// <summary>What a reader counts.</summary>
public interface IScanMetrics
{
    void BytesRead(long bytes);

    /// <summary>Rows that statistics, indexes or Bloom filters ruled out unread.</summary>
    void RowsPruned(long rows);
}

public sealed class NoScanMetrics : IScanMetrics
{
    public static readonly NoScanMetrics Instance = new();

    public void BytesRead(long bytes)
    {
    }

    public void RowsPruned(long rows)
    {
    }
}
