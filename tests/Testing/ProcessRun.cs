using System.Diagnostics;

namespace Spindle.Testing;

/// <summary>A program that ran to its end: what it returned and what it printed.</summary>
public sealed record ProcessRun(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>Runs a program without a terminal; one that is still running at the deadline is ended.</summary>
    /// <param name="environment">Added to this process's variables; null takes one away.</param>
    /// <exception cref="TimeoutException">The program did not end in time.</exception>
    public static ProcessRun Of(string program, IEnumerable<string> arguments, string? folder = null, string input = "", TimeSpan? deadline = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder ?? "", RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input.
        }

        var limit = deadline ?? TimeSpan.FromSeconds(60);
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} ran for more than {limit.TotalSeconds:0} s\n{output.Result}\n{error.Result}");
        }

        process.WaitForExit();
        return new ProcessRun(process.ExitCode, output.Result, error.Result, watch.Elapsed);
    }

    /// <summary>What was printed; a program that failed fails the test with all it said.</summary>
    public string Succeeded() => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Error}");
}
