using Spindle.Columnar.Errors;
using Spindle.Sql.Parsing;
using Spindle.Testing;
using Xunit.Abstractions;

namespace Spindle.Sql.Tests.Parsing;

/// <summary>What Spark parses, parses; what it refuses as a syntax error, fails as one.</summary>
public class GoldenStatementTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("tpch/queries", 22)]
    [InlineData("tpcds/queries", 135)]
    public void EveryBenchmarkQueryParses(string folder, int count)
    {
        if (!SharedData.TryFind(folder, out var path))
            return;
        var files = Directory.GetFiles(path, "*.sql");
        Assert.Equal(count, files.Length);
        foreach (var file in files)
        {
            foreach (var statement in SqlParser.SplitStatements(File.ReadAllText(file)))
                SqlParser.ParseQuery(statement);
        }
    }

    [Fact]
    public void RecordedStatementsParseOrFailAsRecorded()
    {
        if (!SharedData.TryFind("spark/sql-tests/results", out var path))
            return;
        int total = 0, parsed = 0, refused = 0, refusedToo = 0, unsupported = 0;
        var wrong = new List<string>();
        foreach (var file in Directory.GetFiles(path, "*.out", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var quotedNames = Path.GetFileName(file).StartsWith("double-quoted-identifiers-enabled", StringComparison.Ordinal);
            foreach (var statement in GoldenFile.Read(file))
            {
                total++;
                // The texts that EXECUTE IMMEDIATE holds are parsed by running it.
                var shouldFail = statement.ErrorClass is "PARSE_SYNTAX_ERROR" && !statement.Sql.StartsWith("EXECUTE", StringComparison.OrdinalIgnoreCase);
                refused += shouldFail ? 1 : 0;
                try
                {
                    SqlParser.ParseStatement(statement.Sql, ParserSettings.Default with { DoubleQuotedNames = quotedNames });
                    parsed++;
                    if (shouldFail)
                        wrong.Add($"{statement.File}: parsed, Spark does not: {OneLine(statement.Sql)}");
                }
                catch (SpindleException error)
                {
                    if (shouldFail)
                        refusedToo++;
                    else if (error.ErrorClass.Name.EndsWith("UNSUPPORTED_SQL_STATEMENT", StringComparison.Ordinal))
                        unsupported++;
                    else if (statement.ErrorClass is null || error.ErrorClass.Name == "PARSE_SYNTAX_ERROR")
                        wrong.Add($"{statement.File}: {error.ErrorClass} {error.Message} | Spark: {statement.ErrorClass ?? "rows"} | {OneLine(statement.Sql)}");
                }
            }
        }

        output.WriteLine($"{total} statements: {parsed} parsed, {unsupported} of kinds that are not supported, {refusedToo} of {refused} syntax errors refused, {wrong.Count} differ");
        foreach (var line in wrong)
            output.WriteLine(line);
        Console.WriteLine($"golden statements: {parsed} of {total} parsed, {unsupported} unsupported kinds, {refusedToo} of {refused} syntax errors refused, {wrong.Count} differ");
        if (Environment.GetEnvironmentVariable("SPINDLE_GOLDEN_DIFFERENCES") is { } report)
            File.WriteAllLines(report, wrong);
        Assert.True(wrong.Count <= total * 3 / 100, $"{wrong.Count} of {total} statements differ from Spark");
    }

    private static string OneLine(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is var line && line.Length > 220 ? line[..220] + "…" : line;
}
