using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;

namespace Spindle.Execution.Tests.Harness;

/// <summary>Runs plans and reads their rows; checks that nothing is left allocated.</summary>
internal static class Query
{
    // Thousands of small files come and go, which a file system in memory does a hundred times as fast as one on a disk.
    private static readonly string Temporary = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    public static List<object?[]> Run(PhysicalPlan plan, string mode) => Run(plan, Modes.Settings(mode), new MemoryBudget());

    public static List<object?[]> Run(PhysicalPlan plan, QuerySettings settings, MemoryBudget budget, Action<IReadOnlyDictionary<PhysicalPlan, OperatorMetrics>>? figures = null)
    {
        var folder = Path.Combine(Temporary, "spindle-tests-" + Guid.NewGuid().ToString("N"));
        var rows = new List<object?[]>();
        try
        {
            using var execution = new LocalRunner(budget).Run(plan, settings with { SpillFolder = folder }, CancellationToken.None);
            while (execution.Next() is { } batch)
            {
                for (var row = 0; row < batch.Rows; row++)
                {
                    var values = new object?[batch.Columns.Length];
                    for (var c = 0; c < values.Length; c++)
                        values[c] = batch[c].Read(batch.Lane(row));
                    rows.Add(values);
                }

                batch.Release();
            }

            figures?.Invoke(execution.Metrics);
        }
        finally
        {
            Assert.Equal(0, budget.Used);
            Assert.False(Directory.Exists(folder), "spill files are left");
        }

        return rows;
    }

    public static ScanExec Scan(MemoryTable table, params Expression[] filters)
    {
        var all = Enumerable.Range(0, table.Schema.Fields.Count).ToValueList();
        return new ScanExec(table, all, filters.ToValueList(), [], all);
    }

    public static BoundReference Column(PhysicalPlan plan, int ordinal)
    {
        var field = plan.Schema.Fields[ordinal];
        return new BoundReference(ordinal, field.Type, field.Nullable, field.Name);
    }

    /// <summary>Rows as text, sorted: what two sets of rows have in common whatever their order.</summary>
    public static List<string> Unordered(IEnumerable<object?[]> rows)
    {
        var text = Ordered(rows);
        text.Sort(StringComparer.Ordinal);
        return text;
    }

    public static List<string> Ordered(IEnumerable<object?[]> rows) => [.. rows.Select(r => string.Join(" | ", r.Select(Text)))];

    private static string Text(object? value) => value switch
    {
        null => "null",
        double d when d == 0 => "0",
        double d => d.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
