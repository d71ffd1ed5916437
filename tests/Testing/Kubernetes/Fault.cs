namespace Spindle.Testing.Kubernetes;

/// <summary>What goes wrong with a call.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>The call is refused, and nothing is done.</summary>
    public sealed record Refuse(ApiRefusal Answer) : Fault;

    /// <summary>The connection breaks before anything is done.</summary>
    public sealed record DropRequest : Fault;

    /// <summary>The call is done, and the connection breaks before the answer.</summary>
    public sealed record LoseAnswer : Fault;

    /// <summary>The call is done, and a proxy on the way answers 504 in its own words.</summary>
    public sealed record GatewayTimeout : Fault;

    /// <summary>Nothing is done and nothing is answered until the client gives up.</summary>
    public sealed record Stall : Fault;

    /// <summary>A watch goes wrong after it began.</summary>
    /// <param name="After">Events that it tells before.</param>
    public sealed record Watch(WatchFault Kind, int After = 0) : Fault;
}
