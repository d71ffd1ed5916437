namespace Spindle.Client.Resources;

/// <summary>How a patch is understood.</summary>
public enum PatchKind
{
    /// <summary>RFC 7396: members replace members, null removes, lists are replaced whole.</summary>
    Merge,

    /// <summary>Kubernetes' own: lists with merge keys are merged by them. Not for custom resources.</summary>
    Strategic,

    /// <summary>RFC 6902: a list of operations.</summary>
    Json,
}
