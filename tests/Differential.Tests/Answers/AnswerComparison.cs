using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Answers;

/// <summary>Whether two answers are the same: as bags of rows, and in order as far as the query asks for one.</summary>
public static class AnswerComparison
{
    /// <summary>The first difference in words; null where there is none.</summary>
    public static string? Difference(Answer expected, Answer actual, IReadOnlyList<OutputOrder> order)
    {
        if (expected.Failed || actual.Failed)
            return expected.Failed && actual.Failed ? null
                : expected.Failed ? $"expected an error: {expected.Error}" : $"error {actual.ErrorClass}";
        if (expected.Rows.Count != actual.Rows.Count)
            return $"{actual.Rows.Count} rows in place of {expected.Rows.Count}";

        // Rows that are equal in the keys may come in any order: what the keys show must not differ at any place.
        for (var i = 0; i < expected.Rows.Count; i++)
            foreach (var key in order)
                if (!CanonicalValue.Alike(expected.Rows[i][key.Column - 1], actual.Rows[i][key.Column - 1]))
                    return Bags(expected.Rows, actual.Rows) ?? $"row {i + 1} has another place";
        return Bags(expected.Rows, actual.Rows);
    }

    private static string? Bags(IReadOnlyList<IReadOnlyList<object?>> expected, IReadOnlyList<IReadOnlyList<object?>> actual)
    {
        var left = expected.Order(CanonicalValue.RowOrder).ToList();
        var right = actual.Order(CanonicalValue.RowOrder).ToList();
        var open = new List<IReadOnlyList<object?>>();
        var missing = new List<IReadOnlyList<object?>>();
        for (var i = 0; i < left.Count; i++)
            if (!CanonicalValue.Alike(left[i], right[i]))
            {
                missing.Add(left[i]);
                open.Add(right[i]);
            }

        // Doubles a last digit apart may have been sorted differently.
        if (missing.Count <= 2_000)
            for (var i = missing.Count - 1; i >= 0; i--)
                if (open.FindIndex(row => CanonicalValue.Alike(missing[i], row)) is >= 0 and var match)
                {
                    missing.RemoveAt(i);
                    open.RemoveAt(match);
                }

        return missing.Count == 0 ? null : $"{missing.Count} rows differ, as {Text(open[0])} in place of {Text(missing[0])}";
    }

    private static string Text(IReadOnlyList<object?> row) => "(" + string.Join(", ", row.Select(CanonicalValue.Show)) + ")";
}
