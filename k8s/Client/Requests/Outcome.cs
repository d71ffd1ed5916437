namespace Spindle.Client.Requests;

/// <summary>What became of one attempt that did not succeed.</summary>
internal abstract record Outcome
{
    /// <summary>The server answered with an error.</summary>
    public sealed record Refused(ApiException Error) : Outcome;

    /// <summary>No connection: the server has seen nothing of it.</summary>
    public sealed record NotSent(Exception Error) : Outcome;

    /// <summary>Sent, and no whole answer came: the server may have done it.</summary>
    public sealed record Lost(Exception Error) : Outcome;
}
