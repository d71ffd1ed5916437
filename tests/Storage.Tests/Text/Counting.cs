using Spindle.Columnar.Memory;
using Spindle.Sources;

namespace Spindle.Storage.Tests.Text;

/// <summary>Counts rows as <c>count(*)</c> does: with no column at all.</summary>
internal static class Counting
{
    public static long Rows(ITable table)
    {
        var budget = new MemoryBudget();
        var request = new ScanRequest([], []);
        long rows = 0;
        foreach (var split in table.PlanSplits(request))
        {
            using var reader = table.Open(split, request, new ScanContext(budget, [], 2048, CancellationToken.None));
            while (reader.Read() is { } batch)
            {
                rows += batch.Rows;
                batch.Release();
            }
        }

        Assert.Equal(0, budget.Used);
        return rows;
    }
}
