namespace Spindle.Pods.Submitting;

/// <summary>A program cannot be submitted as it is.</summary>
public sealed class SubmissionException(string message) : Exception(message);
