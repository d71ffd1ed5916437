using System.Text.RegularExpressions;
using Spindle.Testing;

namespace Spindle.Sql.Tests.Api;

/// <summary>
/// What <c>docs/spark-compatibility.md</c> says of members of Spark's Python API: rows <c>| `Type.member`, … | instead | why |</c> below the heading. A member may end in <c>*</c>, which stands for
/// any ending, or in <c>(parameter, …)</c>, which speaks of these parameters alone. What stands instead is a member of the same type, <c>Type.Member</c> of another one, or a dash.
/// </summary>
internal sealed partial class ApiDocument
{
    private const string Heading = "## Members of the Python API";

    private readonly List<Remark> remarks = [];

    private ApiDocument(IEnumerable<string> lines)
    {
        foreach (var line in lines.SkipWhile(l => l != Heading).Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)).Where(l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            foreach (Match code in Code().Matches(cells[0]))
                remarks.Add(new Remark(code.Groups["name"].Value, code.Groups["parameters"] is { Success: true } p ? p.Value.Split(',', StringSplitOptions.TrimEntries) : null, cells[1].Trim('`') is { Length: > 1 } instead ? instead : null, cells[2]));
        }
    }

    public IReadOnlyList<Remark> Remarks => remarks;

    public static ApiDocument Read() => new(File.ReadLines(Path.Combine(Repository.Root, "docs", "spark-compatibility.md")));

    /// <summary>What is said of the member as a whole; null where nothing is.</summary>
    public Remark? Of(ApiMember member) => remarks.FirstOrDefault(r => r.Parameters is null && r.IsOf(member));

    /// <summary>The member's parameters that have no counterpart.</summary>
    public IReadOnlyCollection<string> Without(ApiMember member) => [.. remarks.Where(r => r.IsOf(member)).SelectMany(r => r.Parameters ?? [])];

    [GeneratedRegex(@"`(?<name>\w+\.[\w*]+)(?:\((?<parameters>[^)]*)\))?`", RegexOptions.None, 1000)]
    private static partial Regex Code();

    /// <param name="Parameters">What is spoken of; null for the member as a whole.</param>
    /// <param name="Instead">The member that stands for it, of the same type where none is named; null where none does.</param>
    internal sealed record Remark(string Name, IReadOnlyList<string>? Parameters, string? Instead, string Why)
    {
        public bool IsOf(ApiMember member) => Name.EndsWith('*') ? member.FullName.StartsWith(Name[..^1], StringComparison.Ordinal) : member.FullName == Name;

        /// <summary>True where what is said to stand for the member is there.</summary>
        public bool IsThere(ApiMember member, IReadOnlyCollection<string> without) =>
            Instead is not null && (Instead.Split('.') is [var type, var name] ? PublicFace.Has(type, name) : PublicFace.Has(member, Instead, without));

        public override string ToString() => Parameters is null ? Name : $"{Name}({string.Join(", ", Parameters)})";
    }
}
