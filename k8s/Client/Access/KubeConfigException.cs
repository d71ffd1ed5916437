namespace Spindle.Client.Access;

/// <summary>A cluster cannot be reached as configured: a file, a context, a token or a plug-in is missing or wrong. The message says what to mend.</summary>
public sealed class KubeConfigException(string message, Exception? inner = null) : Exception(message, inner);
