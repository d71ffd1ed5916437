namespace Spindle.Pods.Plan;

/// <summary>Tells pulls that no waiting mends from those that may succeed yet.</summary>
public static class ImagePull
{
    private static readonly string[] Hopeless = ["not found", "manifest unknown", "does not exist", "access denied", "denied:", "unauthorized", "authorization failed", "authentication required", "no pull access", "403 Forbidden"];

    /// <summary>Whether the container waits for its image or its start because of an error.</summary>
    public static bool Fails(ContainerWait? waiting) => waiting?.Reason is
        "InvalidImageName" or "ErrImageNeverPull" or "ErrImagePull" or "ImagePullBackOff" or "ImageInspectError" or "RegistryUnavailable" or "SignatureValidationFailed"
        or "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError";

    /// <summary>Whether the error stays: a name that is none, an image that is not there, or access that is denied.</summary>
    public static bool IsFinal(ContainerWait? waiting) => waiting is not null && (waiting.Reason is "InvalidImageName" or "ErrImageNeverPull" or "SignatureValidationFailed"
        || (waiting.Reason is "ErrImagePull" or "ImagePullBackOff" && !waiting.Message.Contains("no such host", StringComparison.Ordinal)
            && Hopeless.Any(words => waiting.Message.Contains(words, StringComparison.OrdinalIgnoreCase))));
}
