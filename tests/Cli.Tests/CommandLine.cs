using Spindle.Testing;

namespace Spindle.Cli.Tests;

/// <summary>Runs the built command line, as a user's shell does, in a folder of its own.</summary>
public abstract class CommandLine : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spindle-cli-");

    public void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    protected string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text.ReplaceLineEndings("\n"));
        return Path(name);
    }

    protected ProcessRun Spindle(params string[] arguments) => Run("Spindle.Cli.dll", arguments);

    protected ProcessRun Prompt(string input, params string[] arguments) => Run("Spindle.Cli.dll", ["sql", .. arguments], input);

    protected ProcessRun Run(string assembly, string[] arguments, string input = "") =>
        ProcessRun.Of("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, assembly), .. arguments], folder.FullName, input, TimeSpan.FromMinutes(2), new Dictionary<string, string?> { ["SPINDLE_DEBUG"] = null });

    /// <summary>The command ends in an error that prints exactly this, and prints nothing else.</summary>
    protected static void Fails(string expected, ProcessRun run)
    {
        Assert.Equal(expected.ReplaceLineEndings("\n"), run.Error.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal("", run.Output);
        Assert.Equal(1, run.ExitCode);
    }

    protected static void Prints(string expected, ProcessRun run)
    {
        Assert.Equal("", run.Error);
        Assert.Equal(expected.ReplaceLineEndings("\n"), run.Output.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal(0, run.ExitCode);
    }
}
