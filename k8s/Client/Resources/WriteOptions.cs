namespace Spindle.Client.Resources;

/// <summary>How a write is done.</summary>
/// <param name="DryRun">Only admission, validation and defaults: nothing is stored.</param>
/// <param name="FieldManager">Who the changed fields are recorded for.</param>
/// <param name="Subresource">Written instead of the object itself, such as <c>status</c>.</param>
public sealed record WriteOptions(bool DryRun = false, string? FieldManager = null, string? Subresource = null)
{
    /// <summary>Stored, under the client's own name.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Nothing is stored.</summary>
    public static readonly WriteOptions Trial = new(DryRun: true);
}
