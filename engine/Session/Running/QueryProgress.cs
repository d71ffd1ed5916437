using System.Globalization;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Sources;
using Spindle.Sql.Settings;

namespace Spindle.Sql.Running;

/// <summary>
/// One line of a terminal that says how far a long query is, drawn over itself and taken away at the end:
/// <code>[=========>          ]  45%  12.3 s  4,100,000 rows read, 1.2 GiB spilled</code>
/// A query that ends before the first tick shows nothing.
/// </summary>
internal sealed class QueryProgress : IDisposable
{
    private const int BarWidth = 30;
    private const long RowsPerSplit = 100_000;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.2);

    private readonly Lock gate = new();
    private readonly List<ScanExec> scans;
    private readonly IQueryExecution execution;
    private readonly ProgressTerminal terminal;
    private readonly TimeProvider clock;
    private readonly long started;
    private readonly ITimer timer;
    private double furthest;
    private int drawn;
    private bool ended;

    public QueryProgress(PhysicalPlan plan, IQueryExecution execution, ProgressTerminal terminal, TimeProvider clock)
    {
        scans = [.. Nodes(plan).OfType<ScanExec>()];
        this.execution = execution;
        this.terminal = terminal;
        this.clock = clock;
        started = clock.GetTimestamp();
        timer = clock.CreateTimer(_ => Draw(), null, First, Period);
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (ended)
                return;
            ended = true;
            timer.Dispose();
            if (drawn > 0)
                terminal.Writer.Write($"\r{new string(' ', drawn)}\r");
            terminal.Writer.Flush();
        }
    }

    /// <param name="fraction">From 0 to 1; null where it cannot be told.</param>
    public static string Line(double? fraction, TimeSpan elapsed, long rows, long spilled, int width)
    {
        var done = (int)((fraction ?? 0) * BarWidth);
        var bar = fraction is null ? "" : $"[{new string('=', done)}{(done < BarWidth ? ">" : "")}{new string(' ', Math.Max(0, BarWidth - done - 1))}] {(int)(fraction * 100),3}%  ";
        var text = string.Create(CultureInfo.InvariantCulture, $"{bar}{elapsed.TotalSeconds:0.0} s  {rows:N0} rows read{(spilled > 0 ? $", {ByteSize.Format(spilled)} spilled" : "")}");
        return text.Length < width ? text : text[..Math.Max(0, width - 1)];
    }

    /// <summary>The line of a query that runs in stages.</summary>
    public static string Line(string stages, TimeSpan elapsed, int width)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{stages}  {elapsed.TotalSeconds:0.0} s");
        // The stages that run stand at the end.
        return text.Length < width ? text : "…" + text[^Math.Max(0, width - 2)..];
    }

    private void Draw()
    {
        lock (gate)
        {
            if (ended)
                return;
            var metrics = execution.Metrics;
            var line = execution.Stages is { } stages ? Line(stages, clock.GetElapsedTime(started), terminal.Width) : Line(Fraction(metrics), clock.GetElapsedTime(started), scans.Sum(s => metrics.GetValueOrDefault(s)?.Rows ?? 0), metrics.Values.Sum(m => m.SpilledBytes), terminal.Width);
            terminal.Writer.Write($"\r{line}{new string(' ', Math.Max(0, drawn - line.Length))}");
            terminal.Writer.Flush();
            drawn = line.Length;
        }
    }

    // Splits read of those that there are; a scan that has not begun is guessed by its table's rows. Never back: a guess may have been low.
    private double? Fraction(IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> metrics)
    {
        long all = 0, read = 0;
        foreach (var scan in scans)
        {
            var known = metrics.GetValueOrDefault(scan);
            all += known is { Splits: > 0 } ? known.Splits : Math.Max(1, ((scan.Table as ITable)?.Statistics.Rows ?? 0) / RowsPerSplit);
            read += known?.SplitsRead ?? 0;
        }

        if (all == 0)
            return null;
        return furthest = Math.Max(furthest, Math.Min(1, read / (double)all));
    }

    private static IEnumerable<PhysicalPlan> Nodes(PhysicalPlan plan) => plan.Children.SelectMany(Nodes).Prepend(plan).Distinct(ReferenceEqualityComparer.Instance).Cast<PhysicalPlan>();
}
