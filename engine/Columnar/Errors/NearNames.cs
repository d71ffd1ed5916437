namespace Spindle.Columnar.Errors;

/// <summary>The names most like a mistyped one.</summary>
public static class NearNames
{
    /// <summary>The candidate that fewest edits part from the name, compared without case; null where none is near.</summary>
    public static string? Closest(string name, params ReadOnlySpan<string> candidates)
    {
        string? best = null;
        var limit = Math.Max(1, Math.Min(3, name.Length / 3));
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate, limit);
            if (distance > limit)
                continue;
            best = candidate;
            limit = distance - 1;
        }

        return best;
    }

    /// <summary>Insertions, deletions, replacements and exchanges of neighbours between two names without case; anything above the limit once it is passed.</summary>
    public static int Distance(string left, string right, int limit = int.MaxValue)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
            return limit + 1;
        var before = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = Same(left[i - 1], right[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[right.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
