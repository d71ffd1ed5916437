using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Metadata;

/// <summary>The kinds of the newer annotation, with their field numbers in the format's union.</summary>
internal enum LogicalKind : short
{
    None = 0,
    String = 1,
    Map = 2,
    List = 3,
    Enum = 4,
    Decimal = 5,
    Date = 6,
    Time = 7,
    Timestamp = 8,
    Integer = 10,
    Unknown = 11,
    Json = 12,
    Bson = 13,
    Uuid = 14,
    Float16 = 15,
    Variant = 16,
    Geometry = 17,
    Geography = 18,
}

internal enum TimeUnitKind : short
{
    Millis = 1,
    Micros = 2,
    Nanos = 3,
}

/// <summary>The newer annotation of a schema element; only the members of its kind matter.</summary>
internal sealed record LogicalAnnotation(LogicalKind Kind)
{
    public int Scale { get; init; }
    public int Precision { get; init; }
    public bool IsAdjustedToUtc { get; init; }
    public TimeUnitKind Unit { get; init; }
    public int BitWidth { get; init; }
    public bool IsSigned { get; init; }

    public static LogicalAnnotation Read(ref CompactReader reader)
    {
        var result = new LogicalAnnotation(LogicalKind.None);
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch ((LogicalKind)field.Id)
            {
                case LogicalKind.Decimal:
                    result = ReadDecimal(ref reader);
                    break;
                case LogicalKind.Time or LogicalKind.Timestamp:
                    result = ReadTime(ref reader, (LogicalKind)field.Id);
                    break;
                case LogicalKind.Integer:
                    result = ReadInteger(ref reader);
                    break;
                default:
                    reader.SkipStruct(field);
                    result = new LogicalAnnotation((LogicalKind)field.Id);
                    break;
            }

        return result;
    }

    public void Write(CompactWriter writer, short id)
    {
        writer.Field(id, CompactType.Struct);
        writer.BeginStruct();
        writer.Field((short)Kind, CompactType.Struct);
        writer.BeginStruct();
        switch (Kind)
        {
            case LogicalKind.Decimal:
                writer.Int32(1, Scale);
                writer.Int32(2, Precision);
                break;
            case LogicalKind.Time or LogicalKind.Timestamp:
                writer.Bool(1, IsAdjustedToUtc);
                writer.Field(2, CompactType.Struct);
                writer.BeginStruct();
                writer.Marker((short)Unit);
                writer.EndStruct();
                break;
            case LogicalKind.Integer:
                writer.Byte(1, (sbyte)BitWidth);
                writer.Bool(2, IsSigned);
                break;
        }

        writer.EndStruct();
        writer.EndStruct();
    }

    private static LogicalAnnotation ReadDecimal(ref CompactReader reader)
    {
        int scale = 0, precision = 0;
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: scale = reader.Int32(field); break;
                case 2: precision = reader.Int32(field); break;
                default: reader.Skip(field); break;
            }

        return new LogicalAnnotation(LogicalKind.Decimal) { Scale = scale, Precision = precision };
    }

    private static LogicalAnnotation ReadTime(ref CompactReader reader, LogicalKind kind)
    {
        var adjusted = false;
        var unit = TimeUnitKind.Micros;
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1:
                    adjusted = reader.Bool(field);
                    break;
                case 2:
                    FieldHeader member = default;
                    reader.Enter();
                    while (reader.Next(ref member))
                    {
                        reader.SkipStruct(member);
                        unit = (TimeUnitKind)member.Id;
                    }

                    break;
                default:
                    reader.Skip(field);
                    break;
            }

        return new LogicalAnnotation(kind) { IsAdjustedToUtc = adjusted, Unit = unit };
    }

    private static LogicalAnnotation ReadInteger(ref CompactReader reader)
    {
        var bits = 0;
        var signed = false;
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: bits = reader.Int32(field); break;
                case 2: signed = reader.Bool(field); break;
                default: reader.Skip(field); break;
            }

        return new LogicalAnnotation(LogicalKind.Integer) { BitWidth = bits, IsSigned = signed };
    }
}
