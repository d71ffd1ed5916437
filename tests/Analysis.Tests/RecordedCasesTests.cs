using System.Text.Json;
using Spindle.Columnar.Errors;
using Spindle.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Spindle.Analysis.Tests;

/// <summary>
/// Spark's own answers as far as they can be checked without running anything: the names and types of results, and the classes of errors that analysis finds.
/// The shares are floors that only go up; every fifth case is tried unless a longer run is asked for.
/// </summary>
public class RecordedCasesTests(ITestOutputHelper output)
{
    private const double FloorOfSchemas = 0.39;
    private const double FloorOfErrors = 0.18;

    private sealed record Outcome(string Kind, string Group, string Sql, string Expected, string Found);

    [Fact]
    public void Results_have_Sparks_names_and_types_and_errors_its_classes()
    {
        if (!SharedData.TryFind("spark/functions.jsonl", out var path))
            return;
        var outcomes = File.ReadLines(path).Where((_, i) => i % TestTiers.Choose(5, 1, 1) == 0).AsParallel().AsOrdered().Select(Try).ToList();
        foreach (var group in outcomes.GroupBy(o => o.Group).OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine($"{group.Key,-20} {string.Join("  ", group.GroupBy(o => o.Kind).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key} {k.Count()}"))}");
        output.WriteLine(string.Join("  ", outcomes.GroupBy(o => o.Kind).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key} {k.Count()}")));
        if (Environment.GetEnvironmentVariable("SPINDLE_CASES_REPORT") is { Length: > 0 } report)
            File.WriteAllLines(report, outcomes.Select(o => $"{o.Kind}\t{o.Group}\t{o.Sql.ReplaceLineEndings(" ")}\t{o.Expected.ReplaceLineEndings(" ")}\t{o.Found.ReplaceLineEndings(" ")}"));
        Assert.DoesNotContain(outcomes, o => o.Kind == "bug");
        Assert.True(outcomes.Count(o => o.Kind == "schema") >= TestTiers.Choose(0.37, FloorOfSchemas, FloorOfSchemas) * outcomes.Count, "fewer results than before have Spark's names and types");
        Assert.True(outcomes.Count(o => o.Kind == "error") >= TestTiers.Choose(0.16, FloorOfErrors, FloorOfErrors) * outcomes.Count, "fewer errors than before have Spark's classes");
    }

    private static Outcome Try(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var (group, sql) = (root.GetProperty("group").GetString()!, root.GetProperty("sql").GetString()!);
        var expectedSchema = root.TryGetProperty("schema", out var schema) ? schema.GetString() : null;
        var expectedError = root.TryGetProperty("error", out var error) ? error.GetProperty("class").GetString() : null;
        try
        {
            var plan = TestCatalog.Of().Declared(sql);
            if (PlanIntegrity.Fault(plan) is { } fault)
                return new Outcome("bug", group, sql, expectedSchema ?? expectedError!, fault);
            var found = plan.Schema.Name;
            return new Outcome(expectedSchema is null ? "late" : found == expectedSchema ? "schema" : "wrong", group, sql, expectedSchema ?? expectedError!, found);
        }
        catch (SpindleException e)
        {
            var kind = e.ErrorClass.Name == expectedError ? "error" : e.ErrorClass.Name == "UNRESOLVED_ROUTINE" ? "unknown" : expectedSchema is null ? "othererror" : "refused";
            return new Outcome(kind, group, sql, expectedSchema ?? expectedError!, $"{e.ErrorClass.Name}: {e.Message}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new Outcome("bug", group, sql, expectedSchema ?? expectedError!, e.ToString());
        }
    }
}
