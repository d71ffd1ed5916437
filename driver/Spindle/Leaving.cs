using System.Runtime.InteropServices;
using Spindle.Pods.Submitting;

namespace Spindle;

/// <summary>Ends executors in another place when the process is told to end: nothing there would notice at once.</summary>
internal static class Leaving
{
    private const int SignalBase = 128;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    // Longer than taking an application down takes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly List<PosixSignalRegistration> Registrations = [];

    /// <summary>Disposes of it on SIGTERM, as of a pod that is evicted, and, in a program that was submitted and so has no prompt of its own, on Ctrl-C.</summary>
    public static void With(IDisposable runner)
    {
        lock (Registrations)
        {
            Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, runner, Terminate)));
            if (Environment.GetEnvironmentVariable("SPINDLE_SUBMIT") is not null)
                Registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, runner, Interrupt)));
        }
    }

    /// <summary>Ends a driver pod none of whose executors was let in: nothing has run, and all that it made is its own and goes with it.</summary>
    /// <param name="refusal">The API server's words.</param>
    public static void ForQuota(string refusal)
    {
        DriverEnd.Write(refusal);
        Console.Error.WriteLine($"{DriverEnd.WaitingForQuota}: {refusal}");
        Environment.Exit(DriverEnd.ExitCode);
    }

    private static void End(PosixSignalContext context, IDisposable runner, int signal)
    {
        context.Cancel = true;
        // The program's own thread fails as its query ends, and must not end the process before all is taken down.
        AppDomain.CurrentDomain.UnhandledException += static (_, _) =>
        {
            using var gone = new ManualResetEventSlim();
            gone.Wait(Patience);
        };
        runner.Dispose();
        Environment.Exit(SignalBase + signal);
    }
}
