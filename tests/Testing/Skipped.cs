namespace Spindle.Testing;

/// <summary>
/// What a run leaves out, said aloud. Test hosts keep what tests print to themselves, so each line is also appended to the file that SPINDLE_SKIP_LOG names, which <c>.ci/run</c> prints.
/// </summary>
public static class Skipped
{
    private static readonly Lock Gate = new();

    public static void Say(string what)
    {
        Console.WriteLine("SKIPPED: " + what);
        if (Environment.GetEnvironmentVariable("SPINDLE_SKIP_LOG") is not { Length: > 0 } log)
            return;
        lock (Gate)
        {
            // Other test hosts append to it at the same time.
            using var file = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(System.Text.Encoding.UTF8.GetBytes($"SKIPPED: {what}\n"));
        }
    }
}
