namespace Spindle.Columnar.Errors;

/// <summary>
/// Where in the SQL text a thing was written: characters <c>[Start, Stop)</c>; <see cref="None"/> where it was not written in SQL.
/// Left out of equality on purpose: every origin equals every other, so that plans which say the same compare equal.
/// </summary>
public readonly struct Origin(int start, int stop) : IEquatable<Origin>
{
    public static readonly Origin None;

    public int Start { get; } = start;
    public int Stop { get; } = stop;

    public bool IsKnown => Stop > 0;

    /// <summary>The smallest origin that covers both.</summary>
    public Origin To(Origin end) => !IsKnown ? end : !end.IsKnown ? this : new Origin(Math.Min(Start, end.Start), Math.Max(Stop, end.Stop));

    public bool Equals(Origin other) => true;

    public override bool Equals(object? obj) => obj is Origin;

    public override int GetHashCode() => 0;

    public override string ToString() => IsKnown ? $"{Start}..{Stop}" : "";

    public static bool operator ==(Origin left, Origin right) => true;

    public static bool operator !=(Origin left, Origin right) => false;
}
