using System.Diagnostics;
using System.Net;

namespace Spindle.Client.Requests;

/// <summary>Which failed attempts are followed by another one, and after which pause.</summary>
public sealed record RetryPolicy
{
    /// <summary>Attempts in all, the first included.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The pause before the second attempt; it doubles with each.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>No pause is longer, unless the server asks for one.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>No attempt starts later than this after the first.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Each call is tried once.</summary>
    public static RetryPolicy None { get; } = new() { Attempts = 1 };

    /// <summary>The pause before the next attempt, or null where there is none.</summary>
    /// <param name="attempts">Attempts made so far, at least one.</param>
    /// <param name="elapsed">Time since the first attempt began.</param>
    /// <param name="chance">From zero up to one.</param>
    internal TimeSpan? PauseAfter(ApiRequest request, Outcome outcome, int attempts, TimeSpan elapsed, double chance)
    {
        if (attempts >= Attempts || !MayRepeat(request, outcome))
            return null;
        var pause = Backoff(attempts, chance);
        if (outcome is Outcome.Refused { Error.RetryAfter: { } asked } && asked > pause)
            // A crowd that was told the same time must not come back at the same instant.
            pause = asked + (pause * chance);
        return elapsed + pause <= Deadline ? pause : null;
    }

    /// <summary>Doubling pauses, each drawn from the upper half so that clients spread out.</summary>
    internal TimeSpan Backoff(int attempts, double chance)
    {
        var longest = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30)), LongestPause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(longest * (0.5 + (chance / 2)));
    }

    private static bool MayRepeat(ApiRequest request, Outcome outcome) => outcome switch
    {
        Outcome.NotSent => true,
        Outcome.Lost => request.Safety == Safety.Repeatable,
        Outcome.Refused { Error: var error } => (HttpStatusCode)error.Code switch
        {
            // Turned away at the door.
            HttpStatusCode.TooManyRequests => request.WaitsOut429,
            // Somebody on the way may have given up while the server still works on it.
            HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => request.Safety == Safety.Repeatable,
            _ => false,
        },
        _ => throw new UnreachableException(),
    };
}
