using Spindle.Client.Requests;

namespace Spindle.Client;

/// <summary>Time, chance, deadlines and limits of a client.</summary>
public sealed record ApiClientOptions
{
    /// <summary>The clock, for deadlines and pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance, for the jitter of pauses. Used under a lock.</summary>
    public Random Random { get; init; } = new();

    /// <summary>How often and how long a call is tried.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>How long one attempt may take until its answer is read, or, for a watch or a log, until it begins.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may take to stand.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests a second that the client allows itself on average.</summary>
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests that may be sent at once after a quiet time.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>Objects a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>What the server's audit log calls the client; also the field manager of its writes.</summary>
    public string Agent { get; init; } = "spindle";
}
