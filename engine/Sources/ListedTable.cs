using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Sources;

/// <summary>A table whose splits are those of the first time they were asked for, whatever has come to its folder since.</summary>
internal sealed class ListedTable(ITable table) : ITable
{
    private readonly Lock gate = new();
    private readonly Dictionary<ScanRequest, ValueList<Split>> listed = [];

    public string DisplayName => table.DisplayName;

    public StructType Schema => table.Schema;

    public TableStatistics Statistics => table.Statistics;

    public ValueList<Split> PlanSplits(ScanRequest request)
    {
        lock (gate)
            return listed.TryGetValue(request, out var splits) ? splits : listed[request] = table.PlanSplits(request);
    }

    public TableDescriptor? Describe() => table.Describe();

    public Split Export(Split split, ScanRequest request, MemoryBudget budget) => table.Export(split, request, budget);

    public IBatchReader Open(Split split, ScanRequest request, ScanContext context) => table.Open(split, request, context);
}
