namespace Spindle.Client.Resources;

/// <summary>Where the API keeps the objects of one kind.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version within the group, such as <c>v1</c>.</param>
/// <param name="Plural">The name in addresses, such as <c>pods</c>.</param>
/// <param name="Name">The name in objects, such as <c>Pod</c>.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
public sealed record Kind(string Group, string Version, string Plural, string Name, bool Namespaced = true)
{
    /// <summary>What objects carry as <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The address of the collection, of one object, or of its subresource.</summary>
    /// <param name="scope">The namespace; null for all namespaces, and for kinds that have none.</param>
    public string Path(string? scope, string? name = null, string? subresource = null)
    {
        var path = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        if (scope is not null && Namespaced)
            path += $"/namespaces/{Uri.EscapeDataString(scope)}";
        path += $"/{Plural}";
        if (name is not null)
            path += $"/{Uri.EscapeDataString(name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }

    /// <summary>As command lines name it: <c>pods</c>, <c>leases.coordination.k8s.io</c>.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
