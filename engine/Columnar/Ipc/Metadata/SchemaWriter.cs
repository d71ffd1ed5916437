using Spindle.Columnar.Ipc.FlatBuffers;

namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>Writes the Schema table.</summary>
internal static class SchemaWriter
{
    internal static int Write(FlatBufferBuilder builder, ReadOnlySpan<ArrowField> fields)
    {
        int vector = WriteFields(builder, fields);
        builder.BeginTable(4);
        builder.Reference(1, vector);
        return builder.EndTable();
    }

    private static int WriteFields(FlatBufferBuilder builder, ReadOnlySpan<ArrowField> fields)
    {
        var positions = new int[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            positions[i] = WriteField(builder, fields[i]);
        }

        return builder.Vector(positions);
    }

    private static int WriteField(FlatBufferBuilder builder, ArrowField field)
    {
        int name = builder.Text(field.Name);
        int type = WriteType(builder, field.Arrow);
        int dictionary = field.Dictionary is { } encoding ? WriteDictionary(builder, encoding) : 0;

        // Readers expect the vector of children to be there even where it is empty.
        int children = WriteFields(builder, field.Children);
        int metadata = WriteMetadata(builder, field.Metadata);
        builder.BeginTable(7);
        builder.Reference(0, name);
        builder.Reference(3, type);
        builder.Reference(4, dictionary);
        builder.Reference(5, children);
        builder.Reference(6, metadata);
        builder.Field(1, field.Nullable);
        builder.Field(2, (byte)field.Arrow.Id);
        return builder.EndTable();
    }

    private static int WriteType(FlatBufferBuilder builder, ArrowType type)
    {
        int timeZone = type.TimeZone is { } zone ? builder.Text(zone) : 0;
        builder.BeginTable(3);
        switch (type.Id)
        {
            case ArrowTypeId.Int:
                builder.Field(0, type.Width);
                builder.Field(1, type.Signed);
                break;
            case ArrowTypeId.FloatingPoint:
                builder.Field(0, (short)type.Width);
                break;
            case ArrowTypeId.Decimal:
                builder.Field(0, type.Precision);
                builder.Field(1, type.Scale);
                builder.Field(2, type.Width);
                break;
            case ArrowTypeId.Time:
                builder.Field(1, type.Width);
                builder.Field(0, type.Unit);
                break;
            case ArrowTypeId.Timestamp:
                builder.Reference(1, timeZone);
                builder.Field(0, type.Unit);
                break;
            case ArrowTypeId.Date or ArrowTypeId.Duration or ArrowTypeId.Interval:
                builder.Field(0, type.Unit);
                break;
            case ArrowTypeId.FixedSizeBinary or ArrowTypeId.FixedSizeList:
                builder.Field(0, type.FixedSize);
                break;
            case ArrowTypeId.Map:
                builder.Field(0, false);
                break;
            default:
                break;
        }

        return builder.EndTable();
    }

    private static int WriteDictionary(FlatBufferBuilder builder, ArrowDictionary dictionary)
    {
        int index = WriteType(builder, dictionary.Index);
        builder.BeginTable(4);
        builder.Field(0, dictionary.Id);
        builder.Reference(1, index);
        return builder.EndTable();
    }

    private static int WriteMetadata(FlatBufferBuilder builder, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        if (metadata.Count == 0)
            return 0;

        var positions = new int[metadata.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            int key = builder.Text(metadata[i].Key);
            int value = builder.Text(metadata[i].Value);
            builder.BeginTable(2);
            builder.Reference(0, key);
            builder.Reference(1, value);
            positions[i] = builder.EndTable();
        }

        return builder.Vector(positions);
    }
}
