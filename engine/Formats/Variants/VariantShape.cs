using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Formats.Inference;

namespace Spindle.Formats.Variants;

/// <summary>The type that variants suggest: objects by the union of their fields, arrays by what all elements have in common, VARIANT where values do not go together.</summary>
public static class VariantShape
{
    private static readonly DataType[] Atoms =
    [
        DataType.Null, DataType.Boolean, DataType.Long, DataType.Double, DataType.Float, DataType.Date, DataType.Timestamp, DataType.TimestampNtz, new TimeType(), DataType.Binary, DataType.String,
        DataType.Variant,
    ];

    public static DataType Of(VariantValue value)
    {
        switch (value.Kind)
        {
            case VariantKind.Object:
                var fields = new Field[value.Count];
                for (var i = 0; i < fields.Length; i++)
                    fields[i] = new Field(value.NameText(i), Of(value.Member(i)));
                return new StructType(fields.ToValueList());
            case VariantKind.Array:
                DataType element = DataType.Null;
                for (var i = 0; i < value.Count; i++)
                    element = Merge(element, Of(value.Member(i)));
                return new ArrayType(element);
            case VariantKind.Decimal:
                var unscaled = value.Decimal(out var scale);
                return new DecimalType(Math.Max(Math.Max(PowersOfTen.Digits(unscaled), scale), 1), scale);
            default:
                return Atom(value.Kind);
        }
    }

    /// <summary>The type of both; VARIANT where there is none.</summary>
    public static DataType Merge(DataType left, DataType right) => (left, right) switch
    {
        _ when left == right => left,
        (NullType, _) => right,
        (_, NullType) => left,
        (StructType a, StructType b) => Objects(a, b),
        (ArrayType a, ArrayType b) => new ArrayType(Merge(a.Element, b.Element)),
        (ArrayType or StructType or VariantType, _) or (_, ArrayType or StructType or VariantType) => DataType.Variant,
        _ => TypeMerge.Atomic(left, right) ?? DataType.Variant,
    };

    /// <summary>The type as schema_of_variant writes it: an object is no struct.</summary>
    public static string Text(DataType type) => type switch
    {
        StructType fields => $"OBJECT<{string.Join(", ", fields.Fields.Select(f => $"{StructType.Quoted(f.Name)}: {Text(f.Type)}"))}>",
        ArrayType array => $"ARRAY<{Text(array.Element)}>",
        _ => type.Sql,
    };

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    public static DataType Parse(string text)
    {
        var at = 0;
        return Parse(text, ref at);
    }

    private static DataType Parse(string text, ref int at)
    {
        if (text.AsSpan(at).StartsWith("ARRAY<"))
        {
            at += 6;
            var element = Parse(text, ref at);
            at++;
            return new ArrayType(element);
        }

        if (text.AsSpan(at).StartsWith("OBJECT<"))
        {
            at += 7;
            var fields = new List<Field>();
            while (text[at] != '>')
            {
                var name = Name(text, ref at);
                at += 2;
                fields.Add(new Field(name, Parse(text, ref at)));
                at += text[at] == ',' ? 2 : 0;
            }

            at++;
            return new StructType(fields.ToValueList());
        }

        var start = at;
        while (at < text.Length && text[at] is not ('>' or ',') || (at < text.Length && text[at] == ',' && text.AsSpan(start).StartsWith("DECIMAL(") && !text.AsSpan(start, at - start).Contains(')')))
            at++;
        return Atom(text[start..at]);
    }

    private static string Name(string text, ref int at)
    {
        var start = at;
        if (text[at] != '`')
        {
            at = text.IndexOf(':', at);
            return text[start..at];
        }

        for (at++; text[at] != '`' || (at + 1 < text.Length && text[at + 1] == '`'); at++)
            at += text[at] == '`' ? 1 : 0;
        at++;
        return text[(start + 1)..(at - 1)].Replace("``", "`", StringComparison.Ordinal);
    }

    private static DataType Atom(string text)
    {
        if (text.StartsWith("DECIMAL(", StringComparison.Ordinal))
        {
            var shape = text[8..^1].Split(',').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            return new DecimalType(shape[0], shape[1]);
        }

        return Atoms.First(a => a.Sql == text);
    }

    private static StructType Objects(StructType left, StructType right)
    {
        var fields = new SortedDictionary<string, DataType>(StringComparer.Ordinal);
        foreach (var field in left.Fields)
            fields[field.Name] = field.Type;
        foreach (var field in right.Fields)
            fields[field.Name] = fields.TryGetValue(field.Name, out var known) ? Merge(known, field.Type) : field.Type;
        return new StructType(fields.Select(f => new Field(f.Key, f.Value)).ToValueList());
    }

    private static DataType Atom(VariantKind kind) => kind switch
    {
        VariantKind.Null => DataType.Null,
        VariantKind.Boolean => DataType.Boolean,
        VariantKind.Long => DataType.Long,
        VariantKind.Double => DataType.Double,
        VariantKind.Float => DataType.Float,
        VariantKind.Date => DataType.Date,
        VariantKind.Timestamp => DataType.Timestamp,
        VariantKind.TimestampNtz => DataType.TimestampNtz,
        VariantKind.Time => new TimeType(),
        VariantKind.Binary => DataType.Binary,
        _ => DataType.String,
    };
}
