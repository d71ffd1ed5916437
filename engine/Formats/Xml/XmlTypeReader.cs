using System.Text;
using System.Xml.Linq;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Formats.Inference;
using Spindle.Formats.Records;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Xml;

/// <summary>The struct that an XML text suggests: fields in the order of their names, those that occur more than once as arrays.</summary>
public sealed class XmlTypeReader(XmlOptions options, TimeZone zone)
{
    private readonly DateParser dates = new(options.DateFormat);
    private readonly TimestampParser timestamps = new(options.TimestampFormat, zone);

    public StructType Read(string text)
    {
        if (XmlText.TryRead(text) is not { } root)
            return new StructType([new Field(options.CorruptRecordColumn, DataType.String)]);
        return Of(root) switch
        {
            StructType fields => (StructType)Settled(fields),
            NullType => StructType.Empty,
            var value => new StructType([new Field(options.ValueTag, Settled(value))]),
        };
    }

    private DataType Of(XElement element)
    {
        var fields = new Dictionary<string, List<DataType>>(StringComparer.Ordinal);
        foreach (var attribute in XmlText.Attributes(element, options))
            Add(XmlText.NameOf(attribute, options), OfText(attribute.Value));
        foreach (var child in element.Elements())
            Add(XmlText.NameOf(child, options), Of(child));
        var own = XmlText.OwnText(element, options);
        if (fields.Count == 0)
            return OfText(own);
        if (own.Length > 0)
            Add(options.ValueTag, OfText(own));
        return new StructType(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new Field(f.Key, f.Value.Count == 1 ? f.Value[0] : new ArrayType(f.Value.Aggregate(Merge)))).ToValueList());

        void Add(string name, DataType type)
        {
            if (fields.TryGetValue(name, out var known))
                known.Add(type);
            else
                fields.Add(name, [type]);
        }
    }

    private DataType OfText(string value)
    {
        var text = Encoding.UTF8.GetBytes(options.IgnoreSurroundingSpaces ? value.Trim() : value);
        if (text.Length == 0 || value == options.NullValue)
            return DataType.Null;
        if (!options.InferSchema)
            return DataType.String;
        if (IntegerText.TryParse(text, out long _))
            return DataType.Long;
        if (options.PrefersDecimal && DecimalText.TryParseExact(text, out var unscaled, out var scale) && scale >= 0)
            return new DecimalType(Math.Max(Math.Max(PowersOfTen.Digits(unscaled), scale), 1), scale);
        if (char.IsAsciiDigit((char)text[^1]) || text[^1] == '.')
            if (FloatText.TryParse(text, out double _))
                return DataType.Double;
        if (value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) || value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase))
            return DataType.Boolean;
        if (dates.TryParse(text, out _) && (options.DateFormat is not null || text.Length == 10))
            return DataType.Date;
        // A time of day is one of today.
        return timestamps.TryParse(text, out _) || (options.TimestampFormat is null && TimeText.TryParse(text, out _)) ? DataType.Timestamp : DataType.String;
    }

    private DataType Merge(DataType left, DataType right) => (left, right) switch
    {
        (NullType, _) => right,
        (_, NullType) => left,
        (StructType a, StructType b) => Structs(a, b),
        (ArrayType a, ArrayType b) => new ArrayType(Merge(a.Element, b.Element)),
        (ArrayType a, _) => new ArrayType(Merge(a.Element, right)),
        (_, ArrayType b) => new ArrayType(Merge(left, b.Element)),
        // Beside an element with attributes, bare text is the text of one without.
        (StructType a, _) => Structs(a, new StructType([new Field(options.ValueTag, right)])),
        (_, StructType b) => Structs(new StructType([new Field(options.ValueTag, left)]), b),
        _ => TypeMerge.Atomic(left, right) ?? DataType.String,
    };

    private StructType Structs(StructType left, StructType right) => new(left.Fields.Concat(right.Fields).GroupBy(f => f.Name, StringComparer.Ordinal)
        .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Field(g.Key, g.Select(f => f.Type).Aggregate(Merge))).ToValueList());

    /// <summary>Without voids, which become strings.</summary>
    private static DataType Settled(DataType type) => type switch
    {
        NullType => DataType.String,
        ArrayType array => new ArrayType(Settled(array.Element)),
        StructType fields => new StructType(fields.Fields.Select(f => f with { Type = Settled(f.Type) }).ToValueList()),
        _ => type,
    };
}
