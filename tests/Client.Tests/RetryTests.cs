using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Spindle.Client.Access;
using Spindle.Client.Kinds;
using Spindle.Client.Requests;
using Spindle.Client.Resources;
using Spindle.Testing;
using Spindle.Testing.Kubernetes;

namespace Spindle.Client.Tests;

public sealed class RetryTests
{
    private static readonly ApiRequest Get = ApiRequest.Get("/api/v1/pods");
    private static readonly ApiRequest Once = Get with { Safety = Safety.Once };

    [Fact]
    public async Task A_storm_of_429_is_waited_out_as_the_server_asks()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Fail("create pods", new Fault.Refuse(ApiRefusal.TooMany(1)));
        var watch = Stopwatch.StartNew();
        await scripted.Pods.CreateAsync(Scripted.PodNamed("p"));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.99), TimeSpan.FromSeconds(8));
        Assert.Equal(2, scripted.CallsOf("create", "pods"));
    }

    [Fact]
    public async Task A_lost_answer_to_a_create_by_name_meets_its_own_object()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Fail("create pods", new Fault.LoseAnswer());
        var met = await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.CreateAsync(Scripted.PodNamed("p", ("spindle-app-id", "a1"))));
        Assert.True(met is { IsAlreadyExists: true, AfterLostAnswer: true });
        Assert.Equal("a1", (await scripted.Pods.GetAsync("p")).Metadata.Label("spindle-app-id"));
        var plain = await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.CreateAsync(Scripted.PodNamed("p")));
        Assert.True(plain is { IsAlreadyExists: true, AfterLostAnswer: false });
    }

    [Fact]
    public async Task A_create_with_a_generated_name_is_not_sent_twice()
    {
        await using var scripted = await Scripted.StartAsync();
        var pod = Scripted.PodNamed("");
        pod.Json["metadata"] = new JsonObject { ["generateName"] = "exec-" };
        scripted.Server.Fail("create pods", new Fault.LoseAnswer());
        var lost = await Assert.ThrowsAsync<ApiUnreachableException>(() => scripted.Pods.CreateAsync(pod));
        Assert.True(lost is { MayBeApplied: true, Attempts: 1 });
        Assert.Single(scripted.Server.Objects.List("pods", "team-a"));
        scripted.Server.Fail("create pods", new Fault.GatewayTimeout());
        Assert.Equal(504, (await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.CreateAsync(pod))).Code);
        Assert.Equal(2, scripted.CallsOf("create", "pods"));
    }

    [Fact]
    public async Task Reads_and_deletes_survive_broken_connections()
    {
        await using var scripted = await Scripted.StartAsync();
        await scripted.Pods.CreateAsync(Scripted.PodNamed("p"));
        scripted.Server.Fail("get pods", new Fault.DropRequest(), 2);
        Assert.Equal("p", (await scripted.Pods.GetAsync("p")).Name);
        scripted.Server.Fail("delete pods", new Fault.LoseAnswer());
        // The second attempt finds nothing any more, which is what was asked for.
        Assert.False(await scripted.Pods.DeleteAsync("p"));
        Assert.Empty(scripted.Server.Objects.List("pods", "team-a"));
    }

    [Fact]
    public async Task Refusals_that_time_does_not_mend_are_told_at_once_in_the_servers_words()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Objects.Create(ServedKind.All.First(k => k.Plural == "resourcequotas"), "team-a", JsonNode.Parse("""{"metadata":{"name":"team-quota"},"spec":{"hard":{"pods":"1","requests.cpu":"2"}}}""")!.AsObject());
        await scripted.Pods.CreateAsync(Scripted.PodNamed("first"));
        var refused = await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.CreateAsync(Scripted.PodNamed("second")));
        Assert.Equal("pods \"second\" is forbidden: exceeded quota: team-quota, requested: pods=1, used: pods=1, limited: pods=1", refused.Message);
        Assert.True(refused is { IsOverQuota: true, Reason: "Forbidden", Code: 403 });
        Assert.Equal(2, scripted.CallsOf("create", "pods"));
    }

    [Fact]
    public async Task Attempts_are_bounded_and_what_was_tried_is_told()
    {
        await using var scripted = await Scripted.StartAsync();
        scripted.Server.Fail("*", new Fault.DropRequest(), 100);
        var lost = await Assert.ThrowsAsync<ApiUnreachableException>(() => scripted.Pods.GetAsync("p"));
        Assert.Equal(6, lost.Attempts);
        Assert.StartsWith("no answer to GET /api/v1/namespaces/team-a/pods/p after 6 attempts", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_no_lost_answer()
    {
        using var nobody = new Nobody();
        using var client = new ApiClient(new ApiEndpoint(new Uri($"http://{nobody.Address}"), Credentials.Anonymous), new ApiClientOptions { Retry = new RetryPolicy { Attempts = 2, FirstPause = TimeSpan.FromMilliseconds(1) } });
        var lost = await Assert.ThrowsAsync<ApiUnreachableException>(() => client.Of<Pod>("x").CreateAsync(Manifest.For<Pod>("p")));
        Assert.True(lost is { MayBeApplied: false, Attempts: 2 });
    }

    [Fact]
    public void Pauses_double_within_bounds_and_honour_what_the_server_asks()
    {
        var policy = new RetryPolicy { FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(5), Attempts = 10, Deadline = TimeSpan.FromSeconds(60) };
        var lost = new Outcome.Lost(new IOException());
        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(1, 5).Select(n => policy.PauseAfter(Get, lost, n, TimeSpan.Zero, 1)!.Value.TotalSeconds));
        Assert.Equal(0.5, policy.PauseAfter(Get, lost, 1, TimeSpan.Zero, 0)!.Value.TotalSeconds);
        var busy = new Outcome.Refused(new ApiException("GET", 429, [], TimeSpan.FromSeconds(20)));
        Assert.InRange(policy.PauseAfter(Get, busy, 1, TimeSpan.Zero, 0.5)!.Value.TotalSeconds, 20, 21);
        Assert.Null(policy.PauseAfter(Get, busy, 1, TimeSpan.FromSeconds(50), 0.5));
        Assert.Null(policy.PauseAfter(Get, lost, 10, TimeSpan.Zero, 0));
    }

    [Theory]
    [InlineData(429, true, true)]
    [InlineData(500, true, false)]
    [InlineData(503, true, false)]
    [InlineData(504, true, false)]
    [InlineData(400, false, false)]
    [InlineData(403, false, false)]
    [InlineData(409, false, false)]
    [InlineData(410, false, false)]
    [InlineData(422, false, false)]
    public void Only_what_may_pass_is_tried_again(int code, bool repeatable, bool once)
    {
        var refused = new Outcome.Refused(new ApiException("x", code, []));
        Assert.Equal(repeatable, new RetryPolicy().PauseAfter(Get, refused, 1, TimeSpan.Zero, 0) is not null);
        Assert.Equal(once, new RetryPolicy().PauseAfter(Once, refused, 1, TimeSpan.Zero, 0) is not null);
    }

    [Fact]
    public void A_request_that_was_never_sent_may_always_be_sent_and_a_lost_one_only_where_it_does_no_harm()
    {
        Assert.NotNull(new RetryPolicy().PauseAfter(Once, new Outcome.NotSent(new IOException()), 1, TimeSpan.Zero, 0));
        Assert.Null(new RetryPolicy().PauseAfter(Once, new Outcome.Lost(new IOException()), 1, TimeSpan.Zero, 0));
        Assert.Null(new RetryPolicy().PauseAfter(Get with { WaitsOut429 = false }, new Outcome.Refused(new ApiException("x", 429, [])), 1, TimeSpan.Zero, 0));
    }

    [Fact]
    public async Task Requests_beyond_the_burst_take_their_turn()
    {
        await using var scripted = await Scripted.StartAsync();
        using var client = new ApiClient(scripted.Client.Endpoint, new ApiClientOptions { RequestsPerSecond = 40, Burst = 5 });
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => client.Of<Pod>("team-a").FindAsync("x")));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.45, 10);
    }
}
