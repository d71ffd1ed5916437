namespace Spindle.Pods.Plan;

/// <summary>The API server's answer to a pod that it did not create.</summary>
/// <param name="Status">The HTTP status; 0 where no answer came.</param>
/// <param name="Message">The server's own words, which the user is shown.</param>
/// <param name="RetryAfter">How long it asks to be left alone.</param>
public sealed record Refusal(int Status, string Message, TimeSpan RetryAfter = default)
{
    /// <summary>Asking again is no cure: the pod is not valid, nobody may create pods here, or the namespace is gone.</summary>
    public bool IsFinal => Status is 400 or 404 or 422
        || (Status == 403 && (Message.Contains("cannot create resource", StringComparison.Ordinal) || Message.Contains("because it is being terminated", StringComparison.Ordinal)));

    /// <summary>The server works and does not want the pod, as over a quota; else it is the server that fails.</summary>
    public bool IsPolicy => Status is 401 or 403;

    /// <summary>The pod fits into the quota, were it not for what is used already.</summary>
    public bool IsForRoom => Status == 403 && QuotaRefusal.Read(Message) is { Fits: true };
}
