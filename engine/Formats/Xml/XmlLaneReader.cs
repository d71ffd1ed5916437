using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Xml;

/// <summary>Reads XML texts, the root element's fields each, into structs. One thread's.</summary>
public sealed class XmlLaneReader
{
    private readonly StructType type;
    private readonly XmlOptions options;
    private readonly Origin origin;
    private readonly int corrupt;
    private readonly XmlValues values;

    public XmlLaneReader(StructType type, XmlOptions options, TimeZone zone, Origin origin)
    {
        (this.type, this.options, this.origin) = (type, options, origin);
        corrupt = CorruptRecords.Position(type, options.CorruptRecordColumn);
        values = new XmlValues(options, zone);
    }

    /// <summary>Appends the struct that a text stands for: all nulls for a text that is no XML.</summary>
    /// <exception cref="SpindleException">A text that does not fit, under FAILFAST.</exception>
    public void Append(ReadOnlySpan<byte> xml, VectorBuilder target)
    {
        var text = Encoding.UTF8.GetString(xml);
        values.HasMisfit = false;
        var root = XmlText.TryRead(text);
        var fields = root is null ? ValueList.Create<object?>(new object?[type.Fields.Count]) : values.Struct(root, type);
        var isBad = root is null || values.HasMisfit;
        if (isBad && options.Mode == ParseMode.FailFast)
            throw RecordErrors.FailFast(RecordErrors.Malformed, "from_xml", "the text does not fit the schema.", xml).At(origin);
        if (corrupt >= 0)
            fields = fields.Select((f, i) => i != corrupt ? f : isBad ? ByteString.Of(text) : null).ToValueList();
        target.Append(fields);
    }
}
