namespace Spindle.Pods.Shape;

/// <summary>A pod template cannot be used.</summary>
public sealed class TemplateException(string path, string reason, Exception? inner = null) : Exception($"the pod template {path} cannot be used: {reason}", inner);
