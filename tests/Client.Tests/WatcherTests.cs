using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Client.Watching;
using Spindle.Testing.Kubernetes;

namespace Spindle.Client.Tests;

public sealed class WatcherTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly ServedKind Pods = ServedKind.All.First(k => k.Plural == "pods");

    [Fact]
    public async Task Changes_are_told_in_order_from_the_list_on()
    {
        await using var scripted = await Scripted.StartAsync();
        await scripted.Pods.CreateAsync(Scripted.PodNamed("a"));
        var (told, gone) = (new List<string>(), new TaskCompletionSource());
        await using var watcher = new Watcher<Pod>(scripted.Pods)
        {
            Changed = c =>
            {
                told.Add($"{(c.IsAddition ? "+" : c.IsRemoval ? "-" : "~")}{c.Last.Name} {c.Last.Phase}");
                if (c.IsRemoval)
                    gone.TrySetResult();
            },
        };
        watcher.Start();
        await watcher.FirstList.WaitAsync(Deadline);
        Assert.Equal(["team-a/a"], watcher.Items.Keys);
        scripted.Server.Run("team-a", "a");
        await scripted.Pods.CreateAsync(Scripted.PodNamed("b"));
        await scripted.Pods.DeleteAsync("b");
        await gone.Task.WaitAsync(Deadline);
        Assert.Equal(["+a Pending", "~a Running", "+b Pending", "-b Pending"], told);
        Assert.Equal(["team-a/a"], watcher.Items.Keys);
    }

    [Theory]
    [InlineData(WatchFault.Expire)]
    [InlineData(WatchFault.Drop)]
    [InlineData(WatchFault.CutEvent)]
    [InlineData(WatchFault.End)]
    [InlineData(WatchFault.FallSilent)]
    [InlineData(WatchFault.Duplicate)]
    [InlineData(WatchFault.Reorder)]
    [InlineData(WatchFault.Omit)]
    public async Task A_watch_that_fails_leaves_nothing_wrong(WatchFault fault)
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Fail("watch pods", new Fault.Watch(fault, After: 1), 3);
        await using var following = new Following(scripted);
        await following.Watcher.FirstList.WaitAsync(Deadline);
        for (var i = 0; i < 6; i++)
            await scripted.Pods.CreateAsync(Scripted.PodNamed($"p{i}"));
        scripted.Server.Run("team-a", "p1");
        await scripted.Pods.DeleteAsync("p2");
        await following.AgreesAsync();
    }

    [Fact]
    public async Task Forgotten_history_leads_to_a_list_at_once()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Fail("watch pods", new Fault.Watch(WatchFault.Expire), 1);
        var lists = new List<int>();
        await using var watcher = new Watcher<Pod>(scripted.Pods) { Listed = () => lists.Add(scripted.CallsOf("watch", "pods")), Failed = e => Assert.Fail(e.ToString()) };
        watcher.Start();
        await ReachedAsync(() => lists.Count >= 2 && scripted.CallsOf("watch", "pods") >= 2);
        Assert.Equal([0, 1], lists);
    }

    [Fact]
    public async Task A_server_that_refuses_is_told_of_and_asked_again_after_pauses()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Allows = _ => false;
        var failed = new TaskCompletionSource<Exception>();
        await using var watcher = new Watcher<Pod>(scripted.Pods, new WatcherOptions { LongestPause = TimeSpan.FromMilliseconds(50) }) { Failed = e => failed.TrySetResult(e) };
        watcher.Start();
        Assert.True(((ApiException)await failed.Task.WaitAsync(Deadline)).IsForbidden);
        scripted.Server.Allows = _ => true;
        await watcher.FirstList.WaitAsync(Deadline);
        Assert.NotNull(watcher.ListedAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_goes_wrong_in_the_end_the_watcher_knows_what_the_server_holds(int seed)
    {
        await using var scripted = await Scripted.StartAsync();
        var random = new Random(seed);
        var kinds = Enum.GetValues<WatchFault>();
        scripted.Server.Script = call =>
        {
            lock (random)
                return (call.Verb, random.Next(4)) switch
                {
                    ("watch", < 3) => new Fault.Watch(kinds[random.Next(kinds.Length)], random.Next(6)),
                    ("list", 0) => new Fault.DropRequest(),
                    ("list", 1) => new Fault.Refuse(new ApiRefusal(503, "ServiceUnavailable", "not now")),
                    _ => null,
                };
        };
        await using var following = new Following(scripted);
        await following.Watcher.FirstList.WaitAsync(Deadline);
        for (var i = 0; i < 300; i++)
        {
            var name = $"p{random.Next(12)}";
            var known = scripted.Server.Objects.Find(Pods, "team-a", name);
            lock (random)
                switch (random.Next(8))
                {
                    case 0 when known is not null:
                        scripted.Server.Objects.Finish("pods", "team-a", name);
                        break;
                    case 1:
                        scripted.Server.Objects.Compact();
                        break;
                    case 2 when known is not null:
                        scripted.Server.Run("team-a", name, address: $"10.0.0.{i % 250}");
                        break;
                    default:
                        if (known is null)
                            scripted.Server.Objects.Create(Pods, "team-a", Scripted.PodNamed(name).Json);
                        break;
                }

            if (i % 20 == 0)
                await scripted.Client.Of<ConfigMap>("team-a").FindAsync("a-pause-of-one-request");
        }

        scripted.Server.Mend();
        await following.AgreesAsync();
    }

    private static async Task ReachedAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
            await often.WaitForNextTickAsync(deadline.Token);
    }

    /// <summary>A watcher that lists every second, and what it has told put together.</summary>
    private sealed class Following : IAsyncDisposable
    {
        private readonly Scripted scripted;
        private readonly Dictionary<string, string> told = [];

        public Following(Scripted scripted)
        {
            this.scripted = scripted;
            Watcher = new Watcher<Pod>(scripted.Pods, new WatcherOptions { ListEvery = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMilliseconds(20) }) { Changed = Put };
            Watcher.Start();
        }

        public Watcher<Pod> Watcher { get; }

        /// <summary>Waits until what is known, and what was told, is what the server holds.</summary>
        public Task AgreesAsync() => ReachedAsync(() =>
        {
            var held = scripted.Server.Objects.List("pods", "team-a").ToDictionary(p => $"team-a/{p.Name}", p => $"{p.Uid}@{p.Version}");
            lock (told)
                return Same(held, told) && Same(held, Watcher.Items.ToDictionary(i => i.Key, i => Mark(i.Value)));
        });

        public ValueTask DisposeAsync() => Watcher.DisposeAsync();

        private static bool Same(Dictionary<string, string> left, Dictionary<string, string> right) => left.Count == right.Count && left.All(e => right.GetValueOrDefault(e.Key) == e.Value);

        private static string Mark(Pod pod) => $"{pod.Metadata.Uid}@{pod.Metadata.ResourceVersion}";

        // A state never moves back, nothing is told that was known, and what is removed was there.
        private void Put(CacheChange<Pod> change)
        {
            lock (told)
            {
                var key = $"team-a/{change.Last.Name}";
                Assert.Equal(told.GetValueOrDefault(key), change.Before is { } before ? Mark(before) : null);
                if (change.After is { } after)
                    told[key] = Mark(after);
                else
                    Assert.True(told.Remove(key));
            }
        }
    }
}
