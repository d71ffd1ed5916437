using Spindle.Columnar.Errors;
using Spindle.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Spindle.Analysis.Tests;

/// <summary>Whole sets of queries resolve, and their results have the names and types that Spark gives them.</summary>
public class QuerySetTests(ITestOutputHelper output)
{
    [Fact]
    public void Tpch_resolves_with_the_reference_schemas() => Check("tpch.txt", "tpch/queries", "tpch/answers/sf0.01", 22);

    [Fact]
    public void Tpcds_resolves_with_the_reference_schemas() => Check("tpcds.txt", "tpcds/queries", "tpcds/answers/sf0.01", 135);

    private void Check(string schema, string queries, string answers, int count)
    {
        if (!SharedData.TryFind(queries, out var folder) || !SharedData.TryFind(answers, out var answerFolder))
            return;
        var catalog = TestCatalog.FromFile(schema);
        var files = Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(count, files.Count);
        var wrong = new List<string>();
        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            try
            {
                var plan = catalog.Declared(File.ReadAllText(file));
                if (PlanIntegrity.Fault(plan) is { } fault)
                    wrong.Add($"{name}: {fault}");
                var found = string.Join("|", plan.Schema.Fields.Select(f => $"{f.Name}:{f.Type.Name}"));
                var header = File.ReadLines(Path.Combine(answerFolder, name + ".csv")).First();
                if (header.Contains(':', StringComparison.Ordinal) && header != found)
                    wrong.Add($"{name}\n  expected {header}\n  found    {found}");
            }
            catch (SpindleException error)
            {
                wrong.Add($"{name}: {error.ErrorClass} {error.Message}");
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                wrong.Add($"{name}: {error}");
            }
        }

        foreach (var line in wrong)
            output.WriteLine(line);
        Assert.Empty(wrong);
    }
}
