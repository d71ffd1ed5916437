using Spindle.Columnar.Types;
using Spindle.Sources;

namespace Spindle.Analysis.Tests;

/// <summary>A table that has columns and is never read.</summary>
internal sealed class TestTable(string name, StructType schema) : ITable
{
    public string DisplayName => name;

    public StructType Schema => schema;

    public TableStatistics Statistics => throw new InvalidOperationException("analysis asks for no statistics");

    public ValueList<Split> PlanSplits(ScanRequest request) => throw new InvalidOperationException("analysis reads no rows");

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context) => throw new InvalidOperationException("analysis reads no rows");
}
