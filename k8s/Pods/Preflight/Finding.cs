namespace Spindle.Pods.Preflight;

/// <summary>How a check came out.</summary>
public enum Grade
{
    Ok,
    Warn,
    Fail,
}

/// <summary>One line of a check.</summary>
/// <param name="Remedy">The command that mends it; empty where there is nothing to mend.</param>
public sealed record Finding(Grade Grade, string What, string Remedy = "")
{
    public override string ToString() => $"{Grade switch { Grade.Ok => "ok  ", Grade.Warn => "warn", _ => "FAIL" }} {What}{(Remedy.Length > 0 ? $"; mend: {Remedy}" : "")}";
}
