using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Kinds;

/// <summary>A machine of the cluster.</summary>
public sealed class Node(JsonObject json) : Resource(json), IResource<Node>
{
    /// <inheritdoc/>
    public static Kind Kind { get; } = new("", "v1", "nodes", "Node", Namespaced: false);

    /// <summary>What pods may use of it.</summary>
    public IReadOnlyDictionary<string, Quantity> Allocatable => Json.Object("status").Quantities("allocatable");

    /// <summary>New pods are kept off it: it is cordoned, or about to be drained.</summary>
    public bool IsUnschedulable => Json.Object("spec").Flag("unschedulable") ?? false;

    /// <summary>What keeps pods off it, unless they tolerate it.</summary>
    public IReadOnlyList<Taint> Taints => [.. Json.Object("spec").Objects("taints").Select(t => new Taint(t.Text("key") ?? "", t.Text("value") ?? "", t.Text("effect") ?? ""))];

    /// <summary>Its conditions: <c>Ready</c>, <c>MemoryPressure</c>, <c>DiskPressure</c>, <c>PIDPressure</c>.</summary>
    public IReadOnlyList<Condition> Conditions => Condition.AllOf(Json.Object("status"));

    /// <summary>Its kubelet has lately said that it works.</summary>
    public bool IsReady => Conditions.Any(c => c is { Type: "Ready", IsTrue: true });

    /// <inheritdoc/>
    public static Node From(JsonObject json) => new(json);
}
