namespace Spindle.UserCode.Capturing;

/// <summary>What follows in the bytes of a captured value.</summary>
internal enum ValueTag : byte
{
    Null,

    /// <summary>An object that was written before: its number.</summary>
    Known,
    Boolean,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Int128,
    Single,
    Double,
    Decimal,
    Char,
    String,
    Guid,
    Date,
    Time,
    Duration,
    Instant,
    InstantWithOffset,
    Enumeration,
    Array,

    /// <summary>An array of numbers, as their bytes.</summary>
    Numbers,
    List,
    Set,
    Dictionary,
    Delegate,
    Handle,

    /// <summary>A record, a struct, a tuple, a closure: its type, then field after field.</summary>
    Object,
}
