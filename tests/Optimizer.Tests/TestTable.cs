using Spindle.Columnar.Types;
using Spindle.Sources;

namespace Spindle.Optimizer.Tests;

/// <summary>A table of which only schema and statistics are asked.</summary>
internal sealed class TestTable(string name, StructType schema, TableStatistics statistics) : ITable
{
    public string DisplayName => name;

    public StructType Schema => schema;

    public TableStatistics Statistics => statistics;

    public ValueList<Split> PlanSplits(ScanRequest request) => throw new NotSupportedException("plans are not run here");

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context) => throw new NotSupportedException("plans are not run here");
}
