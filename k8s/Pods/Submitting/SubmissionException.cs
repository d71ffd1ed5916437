namespace Spindle.Pods.Submitting;

/// <summary>A program cannot be brought to where its driver runs.</summary>
public sealed class SubmissionException(string message) : Exception(message);
