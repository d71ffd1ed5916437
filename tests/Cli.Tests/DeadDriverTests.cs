using System.Diagnostics;
using System.Globalization;
using Spindle.Testing;

namespace Spindle.Cli.Tests;

/// <summary>A driver that is killed: its executors end by themselves and leave no file, and what it had not committed is no part of any table.</summary>
public sealed class DeadDriverTests : CommandLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public void Killed_between_the_commits_of_its_tasks_and_of_the_job()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var table = Path("warehouse/t");
        Spindle("sql", "--master", "local[1]", "--conf", Warehouse, "-e", "CREATE TABLE t USING parquet PARTITIONED BY (p) AS SELECT id, id % 3 AS p FROM range(1000)").Succeeded();
        Assert.Equal("1000,499500", Rows());

        Directory.CreateDirectory(Path("local"));
        using var driver = Start("INSERT OVERWRITE TABLE t SELECT /*+ REPARTITION(4) */ id, id % 3 AS p FROM range(7000)");
        // Reading the journals of other jobs is what a commit begins with: this one is never finished writing.
        Await(() => Log().Contains("\"TaskLaunched\"", StringComparison.Ordinal), "the first task", driver);
        Execute("mkfifo", System.IO.Path.Combine(table, "_commit-stuck"));
        Await(() => Log().Contains("\"JobFinished\"", StringComparison.Ordinal), "the tasks' commits", driver);
        Assert.Contains("\"status\":\"Succeeded\"", Log().Split('\n').Last(l => l.Contains("\"JobFinished\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        var executors = (List<int>)[.. Children(driver.Id).Where(IsExecutor)];
        Assert.Equal(2, executors.Count);
        driver.Kill();
        Assert.True(driver.WaitForExit(Patience));
        Await(() => !executors.Any(IsExecutor), "the executors to end", null);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path("local")));

        File.Delete(System.IO.Path.Combine(table, "_commit-stuck"));
        Assert.NotEmpty(Directory.EnumerateFiles(table, "*.tmp", SearchOption.AllDirectories));
        Assert.Equal("1000,499500", Rows());
        Spindle("sql", "--master", "local[1]", "--conf", Warehouse, "-e", "INSERT OVERWRITE TABLE t SELECT id, id % 3 AS p FROM range(7000)").Succeeded();
        Assert.Equal("7000,24496500", Rows());
    }

    private string Warehouse => $"spark.sql.warehouse.dir={Path("warehouse")}";

    private string Rows() => Spindle("sql", "--master", "local[1]", "--conf", Warehouse, "--format", "csv", "-e", "SELECT count(*), sum(id) FROM t").Succeeded().Trim().Split('\n')[^1].Trim();

    private string Log() => Directory.Exists(Path("log")) && Directory.EnumerateFiles(Path("log")).FirstOrDefault() is { } file ? ReadShared(file) : "";

    private Process Start(string statement)
    {
        var start = new ProcessStartInfo("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "Spindle.Cli.dll"), "sql", "--master", "local-cluster[2,1,256m]", "--conf", Warehouse,
            "--conf", $"spark.local.dir={Path("local")}", "--conf", $"spark.eventLog.dir={Path("log")}", "-e", statement]) { RedirectStandardError = true, RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static string ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static void Await(Func<bool> condition, string what, Process? driver) =>
        Assert.True(SpinWait.SpinUntil(() => condition() || driver?.HasExited == true, Patience) && driver?.HasExited != true, $"{what}: {(driver?.HasExited == true ? driver.StandardError.ReadToEnd() : "not within " + Patience)}");

    private static void Execute(string program, string argument)
    {
        using var process = Process.Start(program, [argument]);
        Assert.True(process.WaitForExit(Patience) && process.ExitCode == 0, program);
    }

    // Children belong to the thread that made them.
    private static IEnumerable<int> Children(int pid) => Directory.GetDirectories($"/proc/{pid}/task").SelectMany(t => File.ReadAllText(System.IO.Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(p => int.Parse(p, CultureInfo.InvariantCulture));

    private static bool IsExecutor(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains("Spindle.Executor", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
