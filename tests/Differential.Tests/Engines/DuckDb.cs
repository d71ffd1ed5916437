using System.Diagnostics;
using System.Text.Json;
using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Queries;
using Spindle.Testing;

namespace Spindle.Differential.Tests.Engines;

/// <summary>DuckDB in a Node.js process, through <c>tests/interop/duckdb/answer.cjs</c>.</summary>
public sealed class DuckDb : IEngine, IDisposable
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "interop", "duckdb");
    private readonly Process process;

    private DuckDb(string modules)
    {
        var start = new ProcessStartInfo("node", ["answer.cjs"]) { WorkingDirectory = Scripts, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["NODE_PATH"] = modules;
        process = Process.Start(start)!;
    }

    public Dialect Dialect => Dialect.Duck;

    /// <summary>Starts DuckDB; null, with a printed line, where its package is not installed.</summary>
    public static DuckDb? TryStart()
    {
        var modules = Environment.GetEnvironmentVariable("SPINDLE_INTEROP_MODULES") is { Length: > 0 } named ? named : Path.Combine(Scripts, "node_modules");
        if (Directory.Exists(Path.Combine(modules, "@duckdb", "node-api")))
            return new DuckDb(modules);
        Skipped.Say("@duckdb/node-api is not installed (see tests/interop/duckdb/README.md)");
        return null;
    }

    public Answer Answer(string sql)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new { sql }));
        process.StandardInput.Flush();
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("DuckDB's process ended at: " + sql);
        using var answer = JsonDocument.Parse(line);
        if (answer.RootElement.TryGetProperty("error", out var error))
            return Answers.Answer.OfError(error.GetString()!.Split(':')[0], error.GetString()!);
        return new Answer([.. answer.RootElement.GetProperty("rows").EnumerateArray().Select(row => (IReadOnlyList<object?>)[.. row.EnumerateArray().Select(CanonicalValue.FromJson)])]);
    }

    /// <summary>Runs a statement that must succeed.</summary>
    public void Execute(string sql)
    {
        var answer = Answer(sql);
        if (answer.Failed)
            throw new InvalidOperationException($"{answer.Error}\n{sql}");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
