using Spindle.Columnar.Types;
using Spindle.Plans;
using Spindle.Sources;

namespace Spindle.Optimizer.Tests;

/// <summary>A table of which only schema and statistics are asked.</summary>
internal sealed class TestTable(string name, StructType schema, TableStatistics statistics) : ITable
{
    public string DisplayName => name;

    public StructType Schema => schema;

    public TableStatistics Statistics => statistics;

    public TableDescriptor Describe() => new TestDescriptor(DisplayName, Schema);

    public ValueList<Split> PlanSplits(ScanRequest request) => throw new NotSupportedException("plans are not run here");

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context) => throw new NotSupportedException("plans are not run here");
}

/// <summary>A <see cref="TestTable"/> as it would travel.</summary>
[WireTag("test.table")]
public sealed record TestDescriptor(string DisplayName, StructType Schema) : TableDescriptor(DisplayName, Schema);
