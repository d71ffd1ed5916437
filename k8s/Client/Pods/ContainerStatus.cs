using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Pods;

/// <summary>A container as the kubelet sees it.</summary>
/// <param name="Waiting">Why it does not run yet, such as <c>ImagePullBackOff</c> or <c>ContainerCreating</c>; null where it does not wait.</param>
/// <param name="WaitingMessage">The same for people.</param>
/// <param name="RunningSince">When it started; null where it does not run.</param>
/// <param name="Ended">How it ended; null where it has not.</param>
/// <param name="EndedBefore">How its last run before this one ended.</param>
public sealed record ContainerStatus(string Name, string Image, bool IsReady, long Restarts, string? Waiting, string? WaitingMessage, DateTimeOffset? RunningSince, ContainerEnd? Ended, ContainerEnd? EndedBefore)
{
    internal static ContainerStatus Of(JsonObject json)
    {
        var state = json.Object("state");
        return new ContainerStatus(
            json.Text("name") ?? "",
            json.Text("image") ?? "",
            json.Flag("ready") ?? false,
            json.Integer("restartCount") ?? 0,
            state.Object("waiting").Text("reason"),
            state.Object("waiting").Text("message"),
            state.Object("running").Instant("startedAt"),
            ContainerEnd.Of(state.Object("terminated")),
            ContainerEnd.Of(json.Object("lastState").Object("terminated")));
    }
}
