namespace Spindle.Launch;

/// <summary>How an executor ended.</summary>
/// <param name="ExitCode">What the process returned; null where it never ran, or a signal ended it.</param>
/// <param name="Signal">The signal that ended it; null for none.</param>
/// <param name="OutOfMemory">The platform says that memory was why.</param>
/// <param name="Evicted">The platform took it away.</param>
/// <param name="Detail">The last it said, or why it did not start.</param>
public sealed record ExecutorExit(string Executor, int? ExitCode, int? Signal, bool OutOfMemory, bool Evicted, string Detail)
{
    /// <summary>What the platform calls it: <c>OOMKilled</c>, <c>Evicted</c>; null where the exit says it all.</summary>
    public string? PlatformReason { get; init; }

    /// <summary>Another one would end the same way: the application should end, with <see cref="Detail"/> as the reason.</summary>
    public bool IsFinal { get; init; }

    /// <summary>For the user: the platform's account of it, where it gives one, else the <see cref="Cause"/>.</summary>
    public string Explanation => PlatformReason is not null && Detail.Length > 0 ? Detail.Split('\n', 2)[0] : Cause;

    /// <summary>As a message has it: <c>SIGKILL</c>, <c>exit code 1</c>.</summary>
    public string Cause => PlatformReason ?? Signal switch
    {
        6 => "SIGABRT",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        15 => "SIGTERM",
        { } other => $"signal {other}",
        null => ExitCode is { } code ? $"exit code {code}" : "it did not start",
    };
}
