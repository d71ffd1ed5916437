namespace Spindle.Formats.Json.Reading;

/// <summary>How well a value fitted its type. A value's outcome is the worst that happened in it.</summary>
internal enum JsonOutcome : byte
{
    Fits,

    /// <summary>Something inside does not fit and is null; the rest is there.</summary>
    Partial,

    /// <summary>The value itself does not fit and is null.</summary>
    Misfit,
}
