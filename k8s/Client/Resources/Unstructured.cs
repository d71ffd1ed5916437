using System.Text.Json.Nodes;

namespace Spindle.Client.Resources;

/// <summary>An object of a kind that is only known at run time, by discovery.</summary>
public sealed class Unstructured(JsonObject json) : Resource(json);
