namespace Spindle.Formats.Patterns;

/// <summary>What a pattern is for: not every letter is for everything.</summary>
public enum PatternUse : byte
{
    /// <summary>Options of files and records, both ways; a fraction of a second may have more digits than letters.</summary>
    Records,
    Formatting,

    /// <summary>Names of days and quarters are not read: they alone would not tell the date.</summary>
    Parsing,
}
