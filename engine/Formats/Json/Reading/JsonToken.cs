namespace Spindle.Formats.Json.Reading;

internal enum JsonKind
{
    Null,
    True,
    False,

    /// <summary>Digits with an optional sign.</summary>
    Integer,

    /// <summary>A number with a point or an exponent.</summary>
    Fraction,

    /// <summary>A bare <c>NaN</c>, <c>Infinity</c> or their like.</summary>
    NonNumber,

    /// <summary>The text is what stands between the quotes.</summary>
    String,

    /// <summary>A string with escapes.</summary>
    EscapedString,
    Array,

    /// <summary>Its members follow as pairs of a string token and a value.</summary>
    Object,
}

/// <summary>A value on the tape: its text is bytes [Start, End) of the window, its members are the tokens up to <paramref name="Next"/>.</summary>
internal readonly record struct JsonToken(JsonKind Kind, int Start, int End, int Next);
