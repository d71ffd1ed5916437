using Spindle.Columnar.Ipc.FlatBuffers;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>Reads the Schema table. Depth and number of fields are bounded, as offsets may point at one field many times.</summary>
internal static class SchemaReader
{
    private const int MaxDepth = 64;

    internal static ArrowField[] Read(FlatTable schema)
    {
        if (schema.Short(0) != 0)
            ArrowFormatException.Throw("big-endian data cannot be read");

        // A field takes at least eight bytes: a table and a vector entry.
        int budget = schema.MessageLength / 8;
        return ReadFields(schema, 1, 0, ref budget);
    }

    private static ArrowField[] ReadFields(FlatTable owner, int slot, int depth, ref int budget)
    {
        int count = owner.TableCount(slot);
        budget -= count;
        if (budget < 0 || depth > MaxDepth)
            ArrowFormatException.Throw("the schema nests too deeply or repeats its fields");

        var fields = new ArrowField[count];
        for (int i = 0; i < count; i++)
        {
            fields[i] = ReadField(owner.TableAt(slot, i), depth + 1, ref budget);
        }

        return fields;
    }

    private static ArrowField ReadField(FlatTable field, int depth, ref int budget)
    {
        string name = field.Text(0) ?? "";
        var id = (ArrowTypeId)field.Byte(2);
        ArrowType type = ReadType(id, field.Table(3));
        ArrowField[] children = ReadFields(field, 5, depth, ref budget);
        List<KeyValuePair<string, string>> metadata = ReadMetadata(field, 6);
        string? typeName = metadata.Find(pair => pair.Key == FieldMetadata.TypeKey).Value;

        ArrowDictionary? dictionary = null;
        if (field.Has(4))
        {
            FlatTable encoding = field.Table(4);
            ArrowType index = encoding.Has(1) ? ReadType(ArrowTypeId.Int, encoding.Table(1)) : ArrowType.Integer(32);
            if (index.Width is not (8 or 16 or 32 or 64))
                ArrowFormatException.Throw($"field '{name}' has dictionary indices of {index.Width} bits");
            dictionary = new ArrowDictionary(encoding.Long(0), index);
        }

        DataType logical = LogicalTypes.Of(type, children, typeName, name);
        return new ArrowField(name, field.Bool(1), type, logical, children, dictionary, metadata);
    }

    private static ArrowType ReadType(ArrowTypeId id, FlatTable type) => id switch
    {
        ArrowTypeId.Int => ArrowType.Integer(type.Int(0), type.Bool(1)),
        ArrowTypeId.FloatingPoint => new(id) { Width = type.Short(0) },
        ArrowTypeId.Decimal => new(id) { Precision = type.Int(0), Scale = type.Int(1), Width = type.Int(2, 128) },
        ArrowTypeId.Date => new(id) { Unit = type.Short(0, (short)ArrowDateUnit.Millisecond) },
        ArrowTypeId.Time => new(id) { Unit = type.Short(0, (short)ArrowUnit.Millisecond), Width = type.Int(1, 32) },
        ArrowTypeId.Timestamp => new(id) { Unit = type.Short(0), TimeZone = type.Text(1) },
        ArrowTypeId.Duration => new(id) { Unit = type.Short(0, (short)ArrowUnit.Millisecond) },
        ArrowTypeId.Interval => new(id) { Unit = type.Short(0) },
        ArrowTypeId.FixedSizeBinary or ArrowTypeId.FixedSizeList => new(id) { FixedSize = type.Int(0) },
        _ => new(id),
    };

    private static List<KeyValuePair<string, string>> ReadMetadata(FlatTable owner, int slot)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        int count = owner.TableCount(slot);
        for (int i = 0; i < count; i++)
        {
            FlatTable pair = owner.TableAt(slot, i);
            pairs.Add(new(pair.Text(0) ?? "", pair.Text(1) ?? ""));
        }

        return pairs;
    }
}
