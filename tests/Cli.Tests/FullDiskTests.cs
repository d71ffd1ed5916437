using Spindle.Testing;

namespace Spindle.Cli.Tests;

/// <summary>
/// A disk without room, as a process meets it whose files may not grow: one error that names the place and says what to do, the next statement runs, and nothing half written is left.
/// </summary>
public sealed class FullDiskTests : CommandLine
{
    private ProcessRun Limited(string statements, params string[] arguments)
    {
        var command = string.Join(' ', ((string[])["dotnet", System.IO.Path.Combine(AppContext.BaseDirectory, "Spindle.Cli.dll"), "sql", "--format", "csv", .. arguments]).Select(a => $"'{a}'"));
        // Without the signal, a write past the limit fails as one on a full disk does. The run time's own mapping of code into files would meet the limit too.
        return ProcessRun.Of("bash", ["-c", $"trap '' XFSZ; ulimit -f 64; exec {command}"], Path("."), statements, TimeSpan.FromMinutes(2),
            new Dictionary<string, string?> { ["SPINDLE_DEBUG"] = null, ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" });
    }

    [Fact]
    public void A_table_that_finds_no_room()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var run = Limited("create table t using parquet as select id, uuid() as u from range(100000);\nselect 7 as n;\ncreate table t using parquet as select 1 as a;\nselect a from t;\n");
        Assert.StartsWith("error TASK_WRITE_FAILED (58030)", run.Error, StringComparison.Ordinal);
        Assert.Contains("spark-warehouse/t/", run.Error, StringComparison.Ordinal);
        Assert.Contains("free space", run.Error, StringComparison.Ordinal);
        Assert.Equal("n\n7\na\n1\n", run.Output.ReplaceLineEndings("\n"));
        Assert.Empty(Directory.GetFiles(Path("spark-warehouse"), "*.tmp", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetDirectories(Path("spark-warehouse/t")));
    }

    [Fact]
    public void A_query_that_finds_no_room_to_spill()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var spill = Directory.CreateDirectory(Path("spill")).FullName;
        var run = Limited("select max(u) > '' as ok from (select uuid() as u, id from range(1000000) order by u limit 900000);\nselect 7 as n;\n", "--memory", "32m", "--conf", $"spindle.spill.dir={spill}");
        Assert.StartsWith("error SPINDLE_SPILL_FAILED (58030)", run.Error, StringComparison.Ordinal);
        Assert.Contains(spill, run.Error, StringComparison.Ordinal);
        Assert.Contains("free some space", run.Error, StringComparison.Ordinal);
        Assert.Equal("n\n7\n", run.Output.ReplaceLineEndings("\n"));
        Assert.True(!Directory.Exists(spill) || Directory.GetFiles(spill, "*", SearchOption.AllDirectories).Length == 0);
    }
}
