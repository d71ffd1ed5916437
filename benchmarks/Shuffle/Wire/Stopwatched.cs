using System.Diagnostics;
using System.Globalization;

namespace Spindle.Benchmarks.Shuffle.Wire;

/// <summary>One measurement: how much went through in how much time, and how much of the processor that took, both ends together.</summary>
internal sealed class Stopwatched
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;

    public bool IsOver(double seconds) => Stopwatch.GetElapsedTime(start).TotalSeconds >= seconds;

    public void PrintBytes(string name, long bytes)
    {
        var (seconds, busy) = Elapsed();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {bytes / seconds / 1e6,8:N0} MB/s {bytes / busy / 1e6,8:N0} MB per core-second"));
    }

    public void PrintCalls(string name, long calls)
    {
        var (seconds, busy) = Elapsed();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {calls / seconds,8:N0} calls/s {busy / calls * 1e6,8:N1} us of processor a call"));
    }

    private (double Seconds, double Busy) Elapsed() =>
        (Stopwatch.GetElapsedTime(start).TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);
}
