using Spindle.Testing;

namespace Spindle.Reference.Tests;

/// <summary>
/// Cases that Spindle does not mean to answer as Spark does: <c>not-applicable.tsv</c> names families, functions or statements, each with its reason. The limits on their number are the
/// test's.
/// </summary>
internal static class NotApplicable
{
    private static readonly IReadOnlyList<(string Family, string What, string Reason)> Entries = Read();

    public static string? Reason(ReferenceCase reference)
    {
        foreach (var (family, what, reason) in Entries)
        {
            if (family != "*" && family != reference.Family)
                continue;
            if (what == "*" || what == $"#{reference.Id}" || (what.StartsWith("verb ", StringComparison.Ordinal) && SqlText.Verb(reference.Sql) == what["verb ".Length..])
                || (what.EndsWith('(') && reference.Sql.Contains(what, StringComparison.OrdinalIgnoreCase)))
                return reason;
        }

        return null;
    }

    private static List<(string Family, string What, string Reason)> Read() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "tests", "Reference.Tests", "not-applicable.tsv")).Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split('\t')).Select(f => (f[0], f[1], f[2])),
    ];
}
