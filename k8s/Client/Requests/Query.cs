using System.Globalization;
using Spindle.Client.Resources;

namespace Spindle.Client.Requests;

/// <summary>The part of an address after the question mark.</summary>
internal readonly record struct Query(string Text)
{
    public static readonly Query None = new("");

    public static Query Of(Selection? selection) => None.Add("labelSelector", selection?.Labels).Add("fieldSelector", selection?.Fields);

    public static Query Of(WriteOptions? options, ApiClientOptions client) =>
        None.Add("dryRun", options?.DryRun == true ? "All" : null).Add("fieldManager", options?.FieldManager ?? client.Agent);

    /// <summary>With one more parameter, unless it is null or empty.</summary>
    public Query Add(string name, string? value) => string.IsNullOrEmpty(value) ? this : new Query($"{Text}{(Text.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}");

    public Query Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => Text;
}
