using System.Text.Json;
using Spindle.Driver.Actions;
using Spindle.Driver.Cluster;
using Spindle.Driver.Jobs;
using Spindle.Driver.Logging;
using Spindle.Driver.Settings;

namespace Spindle.Driver.Tests.Logging;

/// <summary>Where the event log goes, and how it goes on in further files.</summary>
public sealed class EventLogTests
{
    [Fact]
    public async Task It_goes_on_in_another_file_and_keeps_the_newest()
    {
        var folder = new MemoryFolder(seenWhenClosed: false);
        await using (var log = EventLog.Create(folder, new LogRolling(400, 3, TimeSpan.FromHours(1)), "app", TimeProvider.System))
        {
            Assert.Equal("memory/app.jsonl", log.Path);
            for (var i = 0; i < 40; i++)
                log.Write(new JobFinished(new JobId(i), JobStatus.Succeeded, null, i), i);
        }

        Assert.Equal(3, folder.Files.Count);
        Assert.DoesNotContain("app.jsonl", folder.Files.Keys);
        var numbers = folder.Files.Keys.Select(k => int.Parse(k.Split('.')[1])).Order().ToList();
        Assert.Equal([numbers[0], numbers[0] + 1, numbers[0] + 2], numbers);
        var jobs = new List<long>();
        foreach (var number in numbers)
        {
            var lines = folder.Files[$"app.{number}.jsonl"].TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
            Assert.Equal(("LogStarted", number), (lines[0].GetProperty("event").GetString(), lines[0].GetProperty("file").GetInt32()));
            jobs.AddRange(lines.Skip(1).Select(l => l.GetProperty("job").GetProperty("value").GetInt64()));
        }

        Assert.Equal(Enumerable.Range(40 - jobs.Count, jobs.Count).Select(i => (long)i), jobs);
    }

    [Fact]
    public async Task Where_files_are_seen_when_closed_short_ones_are_made()
    {
        var folder = new MemoryFolder(seenWhenClosed: true);
        await using (var log = EventLog.Create(folder, LogRolling.None with { SeenWithin = TimeSpan.Zero }, "app", TimeProvider.System))
        {
            log.Write(new JobFinished(new JobId(1), JobStatus.Succeeded, null, 1), 1);
            Assert.True(SpinWait.SpinUntil(() => folder.Files.ContainsKey("app.jsonl"), TimeSpan.FromSeconds(30)));
            Assert.Contains("JobFinished", folder.Files["app.jsonl"], StringComparison.Ordinal);
        }

        Assert.Contains("app.1.jsonl", folder.Files.Keys);
    }

    [Fact]
    public void Enabled_says_whether_there_is_a_log()
    {
        var standard = new ClusterSettings(1, 1, 1 << 30) { Application = "test" };
        Assert.Null(Read().EventLogFolder);
        Assert.NotNull(Read(("spark.eventLog.enabled", "true")).EventLogFolder);
        Assert.Equal("/log", Read(("spark.eventLog.dir", "/log")).EventLogFolder);
        Assert.Equal("/log", Read(("spark.eventLog.dir", "/log"), ("spark.eventLog.enabled", "true")).EventLogFolder);
        Assert.Null(Read(("spark.eventLog.enabled", "false"), ("spark.eventLog.dir", "/log")).EventLogFolder);

        ClusterSettings Read(params (string Key, string Value)[] given) => DriverSettings.Read(standard, given.Select(g => KeyValuePair.Create(g.Key, g.Value)), _ => { });
    }

    private sealed class MemoryFolder(bool seenWhenClosed) : ILogFolder
    {
        public System.Collections.Concurrent.ConcurrentDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

        public bool IsSeenWhenClosed => seenWhenClosed;

        public string PathOf(string name) => $"memory/{name}";

        public Stream Create(string name) => new Written(this, name);

        public void Delete(string name) => Files.TryRemove(name, out _);

        private sealed class Written(MemoryFolder folder, string name) : MemoryStream
        {
            protected override void Dispose(bool disposing)
            {
                folder.Files.TryAdd(name, System.Text.Encoding.UTF8.GetString(ToArray()));
                base.Dispose(disposing);
            }
        }
    }
}
