using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Execution;
using Spindle.Optimizer;
using Spindle.Sql.Runners;
using Spindle.Sql.Running;
using Spindle.Sql.Settings;
using Spindle.UserCode;

namespace Spindle.Sql;

/// <summary>Describes a session: <c>Session.Builder().Master("local[4]").Memory("2g").GetOrCreate()</c>.</summary>
public sealed class SessionBuilder
{
    private static readonly Lock Gate = new();
    private static Session? active;

    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    private string master = "local[*]";
    private TimeProvider clock = TimeProvider.System;
    private ProgressTerminal? terminal;
    private Action<string> warn = static warning => Console.Error.WriteLine($"warning: {warning}");

    internal SessionBuilder()
    {
    }

    public SessionBuilder AppName(string name) => Config("spark.app.name", name);

    /// <summary>Where queries run: <c>local</c> (one thread), <c>local[4]</c>, <c>local[*]</c> (a thread a processor), <c>local-cluster[2,1,1g]</c> (executor processes, cores of each, memory of each).</summary>
    public SessionBuilder Master(string url)
    {
        master = url;
        return this;
    }

    /// <summary>Bytes that queries may hold in memory, as <c>512m</c> or <c>2g</c>; they spill to disk past it.</summary>
    public SessionBuilder Memory(string size) => Config(SessionSettings.MemoryLimit, size);

    public SessionBuilder Config(string key, string value)
    {
        if (key is "spark.master")
            return Master(value);
        settings[key] = value;
        return this;
    }

    public SessionBuilder Config(string key, long value) => Config(key, value.ToString(CultureInfo.InvariantCulture));

    public SessionBuilder Config(string key, bool value) => Config(key, value ? "true" : "false");

    /// <summary>Where progress is shown, and the time it goes by, in place of the process's terminal and the system's.</summary>
    internal SessionBuilder Progress(ProgressTerminal shown, TimeProvider time)
    {
        (terminal, clock) = (shown, time);
        return this;
    }

    /// <summary>Who is told of settings without effect, in place of the process's standard error.</summary>
    internal SessionBuilder Warnings(Action<string> told)
    {
        warn = told;
        return this;
    }

    /// <summary>The program's session, with these settings added; a new one where there is none.</summary>
    public Session GetOrCreate()
    {
        lock (Gate)
        {
            if (active is null)
                return active = Create();
            foreach (var (key, value) in settings)
                active.Conf.Set(key, value);
            return active;
        }
    }

    /// <summary>A session of its own.</summary>
    public Session Create()
    {
        var submitted = SubmittedSettings.OfProcess();
        // A program that names a local master was tried on its author's machine: submitting it elsewhere takes no other build.
        if (submitted.TryGetValue(SubmittedSettings.Master, out var elsewhere) && Threads(master) is not null)
            master = elsewhere;
        foreach (var (key, value) in submitted)
            settings.TryAdd(key, value);
        var given = new SessionSettings(settings, warn);
        var limit = given.Find(SessionSettings.MemoryLimit) is { } size && ByteSize.TryParse(size, out var bytes) ? bytes : StandardLimit();
        var budget = new MemoryBudget(limit);
        given.Start();
        var runner = Threads(master) is { } threads ? new SessionRunner(new LocalRunner(budget, UserFunctions.Program), Topology.OneProcess, threads) : Remote(given, budget);
        return new Session(new SessionState(given, budget, runner.Runner, runner.Threads, clock, terminal ?? ProgressTerminal.OfProcess()) { Topology = runner.Topology }, master);
    }

    internal static void Forget(Session session)
    {
        lock (Gate)
        {
            if (ReferenceEquals(active, session))
                active = null;
        }
    }

    // Three quarters of what the machine, or the container, gives.
    private static long StandardLimit() => Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3, 64 << 20);

    private SessionRunner Remote(SessionSettings given, MemoryBudget budget)
    {
        var all = given.Given().ToDictionary(StringComparer.Ordinal);
        var providers = RunnerProviders.All();
        foreach (var provider in providers)
            if (provider.Open(master, all, budget, clock) is { } runner)
                return runner;
        throw new SpindleException(SessionErrors.InvalidSetting, $"'{master}' is no master; use {string.Join(", ", ["local", "local[4]", "local[*]", .. providers.Select(p => p.Forms)])}",
            parameters: new Dictionary<string, string> { ["confName"] = "spark.master", ["confValue"] = master });
    }

    /// <summary>Threads of a local master; null for masters of other kinds.</summary>
    private static int? Threads(string master)
    {
        if (master is "local")
            return 1;
        if (master is "local[*]")
            return Environment.ProcessorCount;
        if (master.StartsWith("local[", StringComparison.Ordinal) && master.EndsWith(']') && int.TryParse(master[6..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            return count;
        return null;
    }
}
