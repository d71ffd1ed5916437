namespace Spindle.Pods.Submitting;

/// <summary>The last word of a driver that gives its pod back until a quota has room: its container's termination message, which whoever follows it reads.</summary>
public static class DriverEnd
{
    /// <summary>The status of an application that waits for a quota.</summary>
    public const string WaitingForQuota = "WAITING_FOR_QUOTA";

    /// <summary>What such a driver returns: nothing failed, and another time may do.</summary>
    public const int ExitCode = 75;

    /// <summary>Leaves word for the follower.</summary>
    /// <param name="refusal">The API server's words.</param>
    public static void Write(string refusal) => File.WriteAllText(Shape.ExecutorPod.TerminationMessage, $"{WaitingForQuota} {refusal}");

    /// <summary>What the driver waits for; null where it ended for another reason.</summary>
    internal static string? WaitsFor(string message) => message.StartsWith(WaitingForQuota + " ", StringComparison.Ordinal) ? message[(WaitingForQuota.Length + 1)..].Trim() : null;
}
