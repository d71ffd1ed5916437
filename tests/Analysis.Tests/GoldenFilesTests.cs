using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing;
using Spindle.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Spindle.Analysis.Tests;

/// <summary>Spark's golden SQL files, each as one session: the schemas of the queries, and the errors that analysis finds. The shares are floors that only go up; every fifth file is tried unless a longer run is asked for.</summary>
public class GoldenFilesTests(ITestOutputHelper output)
{
    private const double FloorOfSchemas = 0.38;
    private const double FloorOfErrors = 0.10;

    private static readonly string[] Folders = ["", "subquery", "subquery/exists-subquery", "subquery/in-subquery", "subquery/negative-cases", "subquery/scalar-subquery", "postgreSQL", "typeCoercion/native"];

    [Fact]
    public void Queries_of_the_golden_files_resolve_as_in_Spark()
    {
        if (!SharedData.TryFind("spark/sql-tests/results", out var root))
            return;
        var files = Folders.Select(f => Path.Combine(root, f)).Where(Directory.Exists).SelectMany(f => Directory.GetFiles(f, "*.out")).Order(StringComparer.Ordinal)
            .Where((_, i) => i % TestTiers.Choose(5, 1, 1) == 0).ToList();
        var outcomes = files.AsParallel().AsOrdered().SelectMany(Run).ToList();
        foreach (var file in outcomes.GroupBy(o => o.Query.File).OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine($"{file.Key,-50} {string.Join("  ", file.GroupBy(o => o.Kind).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key} {k.Count()}"))}");
        output.WriteLine(string.Join("  ", outcomes.GroupBy(o => o.Kind).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key} {k.Count()}")));
        if (Environment.GetEnvironmentVariable("SPINDLE_GOLDEN_REPORT") is { Length: > 0 } report)
        {
            File.WriteAllLines(report, outcomes.Select(o =>
                $"{o.Kind}\t{o.Query.File}\t{o.Query.Sql.ReplaceLineEndings(" ")}\t{(o.Query.ErrorClass ?? o.Query.Schema).ReplaceLineEndings(" ")}\t{o.Found.ReplaceLineEndings(" ")}"));
        }

        Assert.DoesNotContain(outcomes, o => o.Kind == "bug");
        Assert.True(outcomes.Count(o => o.Kind == "schema") >= TestTiers.Choose(0.2, FloorOfSchemas, FloorOfSchemas) * outcomes.Count, "fewer results than before have Spark's names and types");
        Assert.True(outcomes.Count(o => o.Kind == "error") >= TestTiers.Choose(0.02, FloorOfErrors, FloorOfErrors) * outcomes.Count, "fewer errors than before have Spark's classes");
    }

    private static IEnumerable<(string Kind, GoldenQuery Query, string Found)> Run(string path)
    {
        var catalog = TestCatalog.Of(
            "testdata: key int, value string", "arraydata: arraycol array<int>, nestedarraycol array<array<int>>", "mapdata: mapcol map<int,string>", "aggtest: a int, b float",
            "onek: unique1 int, unique2 int, two int, four int, ten int, twenty int, hundred int, thousand int, twothousand int, fivethous int, tenthous int, odd int, even int, stringu1 string, stringu2 string, string4 string",
            "tenk1: unique1 int, unique2 int, two int, four int, ten int, twenty int, hundred int, thousand int, twothousand int, fivethous int, tenthous int, odd int, even int, stringu1 string, stringu2 string, string4 string");
        foreach (var query in GoldenQuery.Read(path))
            yield return One(catalog, query);
    }

    private static (string Kind, GoldenQuery Query, string Found) One(TestCatalog catalog, GoldenQuery query)
    {
        try
        {
            var statement = SqlParser.ParseStatement(query.Sql);
            if (statement is Command command)
            {
                catalog.Run(command);
                return ("command", query, "");
            }

            var plan = new Analyzer(catalog, new SessionSnapshot { TimeZone = "America/Los_Angeles", ReadType = SqlParser.ParseTypeOrSchema }, FunctionCatalog.Declared).Analyze(statement);
            if (PlanIntegrity.Fault(plan) is { } fault)
                return ("bug", query, fault);
            var found = plan.Schema.Name;
            return (query.ErrorClass is not null ? "late" : found == query.Schema ? "schema" : "wrong", query, found);
        }
        catch (SpindleException e)
        {
            var kind = e.ErrorClass.Name == query.ErrorClass ? "error" : e.ErrorClass.Name == "UNRESOLVED_ROUTINE" ? "unknown" : query.ErrorClass is null ? "refused" : "othererror";
            return (kind, query, $"{e.ErrorClass.Name}: {e.Message}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ("bug", query, e.ToString());
        }
    }
}
