using Spindle.Columnar.Errors;

namespace Spindle.Cli;

/// <summary>What an error prints, and the exit code it ends in. The user's errors say what and where; ours are one line, and the rest for whoever looks into it.</summary>
internal static class Failure
{
    public const int Failed = 1;

    /// <summary>What shells call a program that was interrupted.</summary>
    public const int Interrupted = 130;

    public static int Report(Exception error, TextWriter output) => Report(error, output, Environment.GetEnvironmentVariable("SPINDLE_DEBUG") is not null);

    /// <param name="detailed">True to print where in the program a bug happened.</param>
    public static int Report(Exception error, TextWriter output, bool detailed)
    {
        // What several threads met is told by the first of them.
        if (error is AggregateException { InnerExceptions: [var first, ..] })
            error = first;
        switch (error)
        {
            case SpindleException known:
                output.WriteLine(ErrorText.Render(known));
                return Failed;
            case OperationCanceledException:
                output.WriteLine("spindle: cancelled");
                return Interrupted;
            case UsageException or IOException or UnauthorizedAccessException or Client.ApiException or Pods.Settings.SettingException or Pods.Submitting.SubmissionException:
                output.WriteLine($"spindle: {error.Message}");
                return Failed;
            default:
                output.WriteLine($"spindle: internal error: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}; set SPINDLE_DEBUG=1 for where it happened, and please report it");
                if (detailed)
                    output.WriteLine(error);
                return Failed;
        }
    }
}
