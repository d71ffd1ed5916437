namespace Spindle.Formats.Variants;

/// <summary>What a variant holds, whatever the width that it is stored in.</summary>
public enum VariantKind : byte
{
    Null,
    Boolean,
    Long,
    Double,
    Float,
    Decimal,
    Date,
    Timestamp,
    TimestampNtz,
    Time,
    Binary,
    String,
    Uuid,
    Object,
    Array,
}
