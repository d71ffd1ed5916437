namespace Spindle.Analysis.Errors;

/// <summary>Which of the known names a wrong one is closest to.</summary>
public static class NearestNames
{
    private const int Most = 5;

    /// <summary>The names in order of distance; names without a likeness are left out unless nothing else is left.</summary>
    public static IReadOnlyList<string> Of(string wrong, IEnumerable<string> known) => known
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .OrderBy(k => Distance(wrong.ToLowerInvariant(), k.ToLowerInvariant()))
        .ThenBy(k => k, StringComparer.Ordinal)
        .Take(Most)
        .ToList();

    /// <summary>True when a name is near enough to be what was meant.</summary>
    public static bool IsLikely(string wrong, string known) =>
        Distance(wrong.ToLowerInvariant(), known.ToLowerInvariant()) <= Math.Max(1, Math.Max(wrong.Length, known.Length) / 3);

    /// <summary>How many letters must be changed, added or left out.</summary>
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
