using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Spindle.Tpch.Queries;

/// <summary>
/// What the 22 queries answer at the scale factors for which reference answers are known (0.01 and 1), as the number of rows and a digest. The digest is the md5 of the rows as text,
/// fields joined by <c>|</c> (null is empty), rows in ordinal order, each ended by a newline.
/// </summary>
public static class ReferenceAnswers
{
    private static readonly Lazy<Dictionary<(double Scale, int Query), (int Rows, string Digest)>> Known = new(Load);

    /// <summary>Compares a result with the reference.</summary>
    /// <param name="rows">Each row's fields as text; null is null.</param>
    /// <returns>Null where no reference is known for the scale factor.</returns>
    public static bool? Matches(double scale, int query, IReadOnlyCollection<IReadOnlyList<string?>> rows) =>
        Known.Value.TryGetValue((scale, query), out var reference) ? reference == (rows.Count, Digest(rows)) : null;

    private static string Digest(IEnumerable<IReadOnlyList<string?>> rows)
    {
        var lines = rows.Select(r => Encoding.UTF8.GetBytes(string.Join("|", r) + "\n")).ToList();
        lines.Sort((a, b) => a.AsSpan()[..^1].SequenceCompareTo(b.AsSpan()[..^1]));
#pragma warning disable CA5351 // A digest of known answers, nothing to protect.
        return Convert.ToHexStringLower(MD5.HashData([.. lines.SelectMany(l => l)]));
#pragma warning restore CA5351
    }

    private static Dictionary<(double, int), (int, string)> Load() => TpchQueries.Resource("answers.tsv")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split('\t'))
        .ToDictionary(f => (double.Parse(f[0], CultureInfo.InvariantCulture), int.Parse(f[1].AsSpan(1), CultureInfo.InvariantCulture)),
            f => (int.Parse(f[2], CultureInfo.InvariantCulture), f[3]));
}
