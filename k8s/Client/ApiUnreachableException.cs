namespace Spindle.Client;

/// <summary>The API server gave no answer, in every attempt that the retry policy allows.</summary>
public sealed class ApiUnreachableException : IOException
{
    /// <summary>A call without an answer.</summary>
    public ApiUnreachableException(string call, int attempts, bool mayBeApplied, Exception inner)
        : base($"no answer to {call} after {attempts} {(attempts == 1 ? "attempt" : "attempts")}: {inner.Message}", inner)
    {
        Call = call;
        Attempts = attempts;
        MayBeApplied = mayBeApplied;
    }

    /// <summary>What was asked.</summary>
    public string Call { get; }

    /// <summary>How often it was asked.</summary>
    public int Attempts { get; }

    /// <summary>The request reached the wire at least once: the server may have done what it asks.</summary>
    public bool MayBeApplied { get; }
}
