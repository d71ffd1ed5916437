using System.Text.Json;
using Spindle.Columnar.Errors;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Functions.Tests.Recorded;

/// <summary>Expressions that Spark was recorded evaluating, parsed, analysed and evaluated over constant rows.</summary>
public class RecordedExpressionTests(ITestOutputHelper output)
{
    /// <summary>Groups of scalar functions, and how many of their cases must agree. Cases whose functions the catalog lacks do not count as attempted.</summary>
    [Theory]
    [InlineData("cast", 0.99)]
    [InlineData("decimal", 1.0)]
    [InlineData("operator", 0.9)]
    [InlineData("interval", 0.75)]
    [InlineData("string_funcs", 0.9)]
    [InlineData("math_funcs", 0.85)]
    [InlineData("datetime_funcs", 0.85)]
    [InlineData("datetime", 0.9)]
    [InlineData("predicate_funcs", 0.98)]
    [InlineData("conditional_funcs", 0.95)]
    [InlineData("bitwise_funcs", 1.0)]
    [InlineData("coercion", 0.95)]
    [InlineData("regex", 0.95)]
    [InlineData("lambda_funcs", 0.8)]
    [InlineData("array_funcs", 0.8)]
    [InlineData("map_funcs", 0.8)]
    [InlineData("struct_funcs", 0.8)]
    [InlineData("collection_funcs", 0.8)]
    [InlineData("hash_funcs", 0.8)]
    [InlineData("misc_funcs", 0.5)]
    public void Recorded_cases_agree(string group, double share)
    {
        if (!SharedData.TryFind("spark/functions.jsonl", out var path))
            return;
        var (attempted, agreed) = (0, 0);
        foreach (var line in File.ReadLines(path))
        {
            if (!line.StartsWith($"{{\"group\": \"{group}\",", StringComparison.Ordinal))
                continue;
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var sql = root.GetProperty("sql").GetString()!;
            if (Recorded(sql) is not { } actual)
                continue;
            attempted++;
            var expected = root.TryGetProperty("rows", out var rows)
                ? string.Join('\n', rows.EnumerateArray().Select(r => r.GetString()!).Order(StringComparer.Ordinal))
                : "error " + root.GetProperty("error").GetProperty("class").GetString();
            if (actual == expected)
                agreed++;
            else
                output.WriteLine($"{sql}\n    {actual.ReplaceLineEndings(" / ")}\n    {expected.ReplaceLineEndings(" / ")}");
        }
        output.WriteLine($"{group}: {agreed} of {attempted} agree");
        Assert.True(agreed >= share * attempted, $"{group}: {agreed} of {attempted} agree");
    }

    private static string? Recorded(string sql)
    {
        try
        {
            return Run(sql);
        }
        catch (Xunit.Sdk.XunitException leak)
        {
            throw new InvalidOperationException($"{sql} leaves memory behind", leak);
        }
    }

    /// <summary>The rows as the recorder shows them, sorted; "error" and the class; null for a query that is more than an expression over constants.</summary>
    private static string? Run(string sql)
    {
        using var fixture = new Evaluation.EvaluationFixture(1);
        try
        {
            return ConstantQuery.Run(sql, fixture.Budget) is { } rows ? string.Join('\n', rows.Order(StringComparer.Ordinal)) : null;
        }
        catch (SpindleException error) when (error.ErrorClass.Name is not ("UNRESOLVED_ROUTINE" or "UNSUPPORTED_FEATURE"))
        {
            return "error " + error.ErrorClass.Name;
        }
        catch (SpindleException)
        {
            return null;
        }
        catch (Exception bug) when (bug is not Xunit.Sdk.XunitException)
        {
            return "bug " + bug.GetType().Name + " " + bug.Message + bug.StackTrace?.Split('\n')[0];
        }
    }
}
