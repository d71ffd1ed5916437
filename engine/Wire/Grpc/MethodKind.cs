namespace Spindle.Wire.Grpc;

/// <summary>Which end of a call sends how many messages.</summary>
public enum MethodKind
{
    /// <summary>One request, one response.</summary>
    Unary,

    /// <summary>Any number of requests, one response.</summary>
    ClientStreaming,

    /// <summary>One request, any number of responses.</summary>
    ServerStreaming,

    /// <summary>Any number both ways, independent of one another.</summary>
    Bidirectional,
}
