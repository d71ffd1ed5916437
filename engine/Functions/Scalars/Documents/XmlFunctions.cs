using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Xml;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Documents;

/// <summary>Functions of XML texts.</summary>
internal static class XmlFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["from_xml"] = call => new(new FromXmlKernel((StructType)call.ResultType, XmlOptions.ForReading(DocumentArguments.Pairs(call.Arguments[1])) with { Binary = CsvFunctions.Style(call) }, JsonFunctions.Zone(call, 2), call.Origin), call.Arguments[0]),
        ["to_xml"] = call => new(new ToXmlKernel((StructType)call.Arguments[0].Type, XmlOptions.ForWriting(DocumentArguments.Pairs(call.Arguments[1])) with { Binary = CsvFunctions.Style(call) }, JsonFunctions.Zone(call, 2)), call.Arguments[0]),
        ["xpath"] = XPath,
        ["xpath_boolean"] = XPath,
        ["xpath_string"] = XPath,
        ["xpath_double"] = XPath,
        ["xpath_float"] = XPath,
        ["xpath_long"] = XPath,
        ["xpath_int"] = XPath,
        ["xpath_short"] = XPath,
    };

    private static FunctionSite XPath(Call call) => new(new XPathKernel(call.ResultType, call.Origin), [.. call.Arguments]);
}

/// <summary>XML texts to structs.</summary>
internal sealed class FromXmlKernel(StructType type, XmlOptions options, TimeZone zone, Origin origin) : LaneKernel(type, canRaise: true)
{
    private readonly XmlLaneReader reader = new(type, options, zone, origin);

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result) => reader.Append(JsonFunctions.Text(operands[0], lane), result);
}

/// <summary>Structs to XML.</summary>
internal sealed class ToXmlKernel(StructType type, XmlOptions options, TimeZone zone) : LaneKernel(DataType.String, canRaise: true)
{
    private readonly XmlRowWriter writer = new(type, options, zone);

    protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result) =>
        ((BytesBuilder)result).Append(writer.Write((ValueList<object?>)operands[0].Read(lane)!));
}
