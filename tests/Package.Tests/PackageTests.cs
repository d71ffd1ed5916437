using Spindle.Testing;

namespace Spindle.Package.Tests;

/// <summary>A user's first steps: the package in a console project elsewhere, and the tool from a feed.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly Feed feed = new();

    public void Dispose() => feed.Dispose();

    [Fact]
    public void A_console_project_runs_the_readme_with_the_package()
    {
        feed.Pack("driver/Spindle");
        var project = feed.Elsewhere("first");
        File.WriteAllText(Path.Combine(project, "first.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup><PackageReference Include="Spindle" Version="*" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(project, "Program.cs"), Readme.Program);

        var printed = feed.Dotnet(project, ["run"]).Succeeded();

        Assert.Equal(
            """
            +------------+-----+
            |l_returnflag|lines|
            +------------+-----+
            |           A|14876|
            |           N|30397|
            |           R|14902|
            +------------+-----+
            """, printed.Trim().ReplaceLineEndings("\n"));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(project, "revenue"), "*.parquet"));
        RunsOverExecutors(project);
    }

    // The same project: what executors need lies beside the program, and the program's own function gets to them.
    private void RunsOverExecutors(string project)
    {
        File.WriteAllText(Path.Combine(project, "Program.cs"),
            """
            using Spindle.Sql;
            using static Spindle.Sql.Functions;

            using var session = Session.Builder().Master("local-cluster[2,1,1g]").GetOrCreate();
            var factor = 3L;
            session.Udf.Register("times", (long x) => x * factor);
            session.Sql("SELECT id % 2 AS odd, sum(times(id)) AS total FROM range(1000) GROUP BY 1 ORDER BY 1").Show();
            var elsewhere = session.Range(10).Select(Udf((long x) => Environment.ProcessId).Apply("id").As("pid")).Collect().All(r => r.Get<int>(0) != Environment.ProcessId);
            Console.WriteLine($"in other processes: {elsewhere}");
            """);
        var printed = feed.Dotnet(project, ["run"]).Succeeded();
        Assert.Equal(
            """
            +---+------+
            |odd| total|
            +---+------+
            |  0|748500|
            |  1|750000|
            +---+------+
            in other processes: True
            """, printed.Trim().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_tool_installs_from_a_feed_and_answers()
    {
        if (TestTiers.Current == TestTier.Default)
        {
            Skipped.Say("installing the tool compiles it ahead of time; SPINDLE_TEST_TIER=ci does");
            return;
        }

        feed.Pack("driver/Cli");
        var tools = feed.Elsewhere("tools");
        feed.Dotnet(tools, ["tool", "install", "Spindle.Cli", "--tool-path", tools]).Succeeded();

        // The first run reads the files from disk; of the others the quickest, since other tests may run beside.
        Assert.Equal("1\n1\n", Select().Succeeded().ReplaceLineEndings("\n"));
        var elapsed = Enumerable.Range(0, 10).Min(_ => Select().Elapsed);
        Assert.True(elapsed < TimeSpan.FromSeconds(0.5), $"the first result took {elapsed.TotalSeconds:0.00} s");

        ProcessRun Select() => ProcessRun.Of(Path.Combine(tools, "spindle"), ["sql", "--format", "csv", "-e", "select 1"], tools);
    }
}
