using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Pods;

/// <summary>How a container ended.</summary>
/// <param name="ExitCode">What it returned; 128 and the signal's number where a signal ended it.</param>
/// <param name="Reason"><c>Completed</c>, <c>Error</c>, <c>OOMKilled</c>, <c>ContainerCannotRun</c>…</param>
/// <param name="Message">What it left in its termination message.</param>
public sealed record ContainerEnd(int ExitCode, string Reason, string Message, DateTimeOffset? Started, DateTimeOffset? Finished)
{
    /// <summary>The kernel ended it because it used more memory than its limit.</summary>
    public bool IsOutOfMemory => Reason == "OOMKilled";

    internal static ContainerEnd? Of(JsonObject? json) =>
        json is null ? null : new ContainerEnd((int)(json.Integer("exitCode") ?? 0), json.Text("reason") ?? "", json.Text("message") ?? "", json.Instant("startedAt"), json.Instant("finishedAt"));
}
