using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>One of an object's conditions.</summary>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Since">When the status last changed.</param>
public sealed record Condition(string Type, string Status, string Reason, string Message, DateTimeOffset? Since)
{
    /// <summary>It holds.</summary>
    public bool IsTrue => Status == "True";

    internal static IReadOnlyList<Condition> AllOf(JsonObject? status) =>
        [.. status.Objects("conditions").Select(c => new Condition(c.Text("type") ?? "", c.Text("status") ?? "", c.Text("reason") ?? "", c.Text("message") ?? "", c.Instant("lastTransitionTime")))];
}
