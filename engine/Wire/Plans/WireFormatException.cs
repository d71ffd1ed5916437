namespace Spindle.Wire.Plans;

/// <summary>Bytes are no plan: cut short, changed on their way, or of another version.</summary>
public sealed class WireFormatException(string message, Exception? inner = null) : Exception(message, inner);
