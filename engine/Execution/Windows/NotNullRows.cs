using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Execution.Windows;

/// <summary>Numbers the rows of a partition on disk whose value is not null, so that the n-th before or after a row is found without walking there.</summary>
internal sealed class NotNullRows : IDisposable
{
    private const int PagesInMemory = 3;

    private readonly PagedPartition rows;
    private readonly ExpressionEvaluator value;
    private readonly int[] before;
    private readonly List<(int Page, int[] Places)> recent = [];

    public NotNullRows(PagedPartition rows, Expression value, EvaluationContext context)
    {
        this.rows = rows;
        this.value = ExpressionEvaluator.Compile(value, context);
        before = new int[rows.Pages.Count + 1];
        try
        {
            for (var page = 0; page < rows.Pages.Count; page++)
                before[page + 1] = before[page] + Places(page).Length;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many rows before this one are not null.</summary>
    public int Before(int row)
    {
        if (row >= rows.Rows)
            return before[^1];
        var page = rows.PageOf(row);
        var found = Array.BinarySearch(Places(page), row - rows.Pages[page].Start);
        return before[page] + (found < 0 ? ~found : found);
    }

    /// <summary>The row with that number, counted from 0; -1 where there is none.</summary>
    public long Row(long number)
    {
        if (number < 0 || number >= before[^1])
            return -1;
        var (low, high) = (0, rows.Pages.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (before[middle] <= number)
                low = middle;
            else
                high = middle - 1;
        }

        return rows.Pages[low].Start + Places(low)[number - before[low]];
    }

    public void Dispose() => value.Dispose();

    private int[] Places(int page)
    {
        foreach (var (known, places) in recent)
            if (known == page)
                return places;
        var batch = rows.Read(page);
        Vector? values = null;
        try
        {
            values = value.Evaluate(batch);
            var places = new List<int>(batch.Length);
            for (var row = 0; row < batch.Length; row++)
                if (!values.IsNull(row))
                    places.Add(row);
            if (recent.Count == PagesInMemory)
                recent.RemoveAt(0);
            recent.Add((page, [.. places]));
            return recent[^1].Places;
        }
        finally
        {
            values?.Release();
            batch.Release();
        }
    }
}
