using System.Globalization;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Sql.Tests.Api;

/// <summary>Every member of Spark's Python API on DataFrames has a counterpart, or a line in <c>docs/spark-compatibility.md</c> that says why not.</summary>
public class ApiCoverageTests(ITestOutputHelper output)
{
    // How many members of each type there are at least.
    private static readonly (string Type, int Floor)[] Types =
    [
        ("DataFrame", 108), ("Column", 36), ("functions", 548), ("GroupedData", 12), ("Window", 7), ("WindowSpec", 4), ("DataFrameReader", 10), ("DataFrameWriter", 12), ("DataFrameWriterV2", 11),
        ("MergeIntoWriter", 5), ("DataFrameNaFunctions", 3), ("DataFrameStatFunctions", 6), ("Catalog", 37),
    ];

    // Of all members.
    private const double LeastShare = 0.95;

    private static readonly ApiDocument Document = ApiDocument.Read();

    private enum Coverage
    {
        There,
        Renamed,
        Refused,
        Missing,
    }

    [Fact]
    public void Members_are_there_or_named_with_the_reason()
    {
        if (!SharedData.TryFind("spark/api.tsv", out var path))
            return;
        var found = ApiMember.Read(path).Where(m => Types.Any(t => t.Type == m.Type)).Select(m => (Member: m, Coverage: Of(m))).ToList();
        Print(found);
        Assert.All(Types, t => Assert.True(found.Count(f => f.Member.Type == t.Type && IsThere(f.Coverage)) >= t.Floor, $"{t.Type} has lost members"));
        Assert.True(found.Count(f => IsThere(f.Coverage)) >= LeastShare * found.Count, "too few of the members are there");
        Assert.DoesNotContain(found, f => f.Coverage == Coverage.Missing);
    }

    [Fact]
    public void What_the_document_says_is_so()
    {
        if (!SharedData.TryFind("spark/api.tsv", out var path))
            return;
        var members = ApiMember.Read(path);
        Assert.All(Document.Remarks, remark =>
        {
            var meant = members.Where(remark.IsOf).ToList();
            Assert.True(meant.Count > 0, $"Spark has no {remark}");
            if (remark.Parameters is { } parameters)
                Assert.All(parameters, p => Assert.Contains(p, meant[0].Parameters));
            else if (remark.Instead is { } instead)
                Assert.All(meant, m => Assert.True(remark.IsThere(m, Document.Without(m)), $"{m.FullName} is not there as {instead}"));
            else
                Assert.All(meant, m => Assert.False(PublicFace.Has(m), $"{m.FullName} is there, though the document refuses it"));
        });
    }

    private static Coverage Of(ApiMember member)
    {
        var without = Document.Without(member);
        if (PublicFace.Has(member, without: without))
            return Coverage.There;
        return Document.Of(member) switch
        {
            { Instead: not null } remark => remark.IsThere(member, without) ? Coverage.Renamed : Coverage.Missing,
            { } => Coverage.Refused,
            null => Coverage.Missing,
        };
    }

    private static bool IsThere(Coverage coverage) => coverage is Coverage.There or Coverage.Renamed;

    private void Print(List<(ApiMember Member, Coverage Coverage)> found)
    {
        output.WriteLine($"{"type",-24}{"members",8}{"there",8}{"renamed",8}{"refused",8}{"missing",8}");
        foreach (var (type, _) in Types)
            Line(type, [.. found.Where(f => f.Member.Type == type)]);
        Line("all", found);
        foreach (var (member, _) in found.Where(f => f.Coverage == Coverage.Missing))
            output.WriteLine($"missing: {member.FullName}({string.Join(", ", member.Parameters)}){(PublicFace.Room(member) is { } room ? $", which takes {room} here" : "")}");

        void Line(string type, IReadOnlyList<(ApiMember Member, Coverage Coverage)> of) => output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{type,-24}{of.Count,8}{Of(of, Coverage.There),8}{Of(of, Coverage.Renamed),8}{Of(of, Coverage.Refused),8}{Of(of, Coverage.Missing),8}{100.0 * of.Count(f => IsThere(f.Coverage)) / of.Count,8:0.0} %"));

        static int Of(IReadOnlyList<(ApiMember Member, Coverage Coverage)> members, Coverage coverage) => members.Count(f => f.Coverage == coverage);
    }
}
