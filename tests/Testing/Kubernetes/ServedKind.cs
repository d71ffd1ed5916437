namespace Spindle.Testing.Kubernetes;

/// <summary>A kind that the scripted server offers.</summary>
public sealed record ServedKind(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    /// <summary>The kinds that a server has from the start.</summary>
    public static readonly IReadOnlyList<ServedKind> All =
    [
        new("", "v1", "namespaces", "Namespace", false), new("", "v1", "nodes", "Node", false), new("", "v1", "pods", "Pod"), new("", "v1", "services", "Service"),
        new("", "v1", "configmaps", "ConfigMap"), new("", "v1", "secrets", "Secret"), new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim"),
        new("", "v1", "serviceaccounts", "ServiceAccount"), new("", "v1", "resourcequotas", "ResourceQuota"), new("", "v1", "limitranges", "LimitRange"), new("", "v1", "events", "Event"),
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy"), new("coordination.k8s.io", "v1", "leases", "Lease"),
        new("rbac.authorization.k8s.io", "v1", "roles", "Role"), new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"),
        new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false),
    ];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
