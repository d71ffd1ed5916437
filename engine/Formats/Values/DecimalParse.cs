namespace Spindle.Formats.Values;

/// <summary>How reading a decimal ended.</summary>
public enum DecimalParse
{
    /// <summary>The value fits the type asked for.</summary>
    Ok,

    /// <summary>The text is not a number.</summary>
    Malformed,

    /// <summary>A number with more than 38 digits before its point: no decimal holds it.</summary>
    OutOfRange,

    /// <summary>A number that some decimal holds, but not the type asked for.</summary>
    DoesNotFit,
}
