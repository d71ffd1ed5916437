namespace Spindle.Functions.Scalars.Formatting;

internal enum NumberTokenKind : byte
{
    /// <summary>Runs of 0 and 9, with thousands separators between them.</summary>
    Digits,
    Point,
    Dollar,

    /// <summary>S: a plus or a minus.</summary>
    Sign,

    /// <summary>MI: a minus or nothing.</summary>
    Minus,

    /// <summary>PR: negative numbers stand in angle brackets.</summary>
    OpenBracket,
    CloseBracket,
    Unknown,
}

/// <summary>A run of digits in a pattern.</summary>
/// <param name="Count">How many.</param>
/// <param name="IsExact">True where the number must have them all: the run begins with 0 before the point.</param>
/// <param name="HasSeparator">True where a thousands separator stands before the run.</param>
internal readonly record struct DigitRun(int Count, bool IsExact, bool HasSeparator);

/// <summary>One part of a number pattern.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As messages show it.</param>
internal sealed record NumberToken(NumberTokenKind Kind, string Text)
{
    /// <summary>From left to right.</summary>
    public IReadOnlyList<DigitRun> Runs { get; init; } = [];

    /// <summary>True where separators follow each other or stand at an end of the group.</summary>
    public bool HasLoneSeparator { get; init; }

    public int DigitCount => Runs.Sum(r => r.Count);
}
