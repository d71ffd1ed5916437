using Spindle.Columnar.Types;
using Spindle.Formats.Xml;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of XML texts.</summary>
internal static class XmlFunctions
{
    private static readonly Signature TextAndPath = Signature.Of(Accept.TextOnly, Signature.Constant(Accept.TextOnly, "path"));

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("xml_funcs")
        .Add("from_xml", FunctionKind.Scalar, "The struct that an XML text stands for.", FromXml)
        .Add("to_xml", FunctionKind.Scalar, "A struct as XML.", ToXml)
        .Add("schema_of_xml", FunctionKind.Scalar, "The struct that an XML text suggests.", SchemaOf, needsKernel: false)
        .Scalar("xpath", "The texts that an XPath expression finds in an XML text; null for elements.", TextAndPath, Result.ArrayOf(DataType.String, true), Nulls.Always, Traits)
        .Scalar("xpath_boolean", "Whether an XPath expression is true of an XML text, or finds something.", TextAndPath, DataType.Boolean, Nulls.Always, Traits)
        .Scalar("xpath_string", "The text that an XPath expression comes to.", TextAndPath, DataType.String, Nulls.Always, Traits)
        .Scalar("xpath_double, xpath_number", "The number that an XPath expression comes to; NaN for what is none.", TextAndPath, DataType.Double, Nulls.Always, Traits)
        .Scalar("xpath_float", "The number that an XPath expression comes to; NaN for what is none.", TextAndPath, DataType.Float, Nulls.Always, Traits)
        .Scalar("xpath_long", "The whole number that an XPath expression comes to; 0 for what is none.", TextAndPath, DataType.Long, Nulls.Always, Traits)
        .Scalar("xpath_int", "The whole number that an XPath expression comes to; 0 for what is none.", TextAndPath, DataType.Int, Nulls.Always, Traits)
        .Scalar("xpath_short", "The whole number that an XPath expression comes to; 0 for what is none.", TextAndPath, DataType.Short, Nulls.Always, Traits)
        .Entries;

    private static FunctionTraits Traits => FunctionTraits.CanRaise | FunctionTraits.NullIntolerant;

    private static Expression FromXml(CallSite call)
    {
        if (call.Count is < 2 or > 3)
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var type = DocumentArguments.Rows(call, 1);
        var options = DocumentArguments.Options(call, 2);
        var text = DocumentArguments.Text(call);
        DocumentModes.Check(call, options);
        return DocumentArguments.Call(call, "from_xml", type, [text, options, Calls.Zone(call), Literal.Of((int)call.Session.BinaryStyle)]);
    }

    private static Expression ToXml(CallSite call)
    {
        if (call.Count is < 1 or > 2)
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        var options = DocumentArguments.Options(call, 1);
        if (call.TypeOf(0) is not (StructType or VariantType))
            throw BindingErrors.UnexpectedType(call.With([call[0]]), 0, "\"STRUCT\"");
        return DocumentArguments.Call(call, "to_xml", DataType.String, [call[0], options, Calls.Zone(call), Literal.Of((int)call.Session.BinaryStyle)]);
    }

    private static Expression SchemaOf(CallSite call)
    {
        if (call.Count is < 1 or > 2)
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        var form = $"{call.DisplayName}({call.Names.Of(call[0])})";
        var options = XmlOptions.ForReading(DocumentArguments.Pairs(DocumentArguments.Options(call, 1)));
        var text = DocumentArguments.Sample(call, "xml");
        return call.Named(Literal.Of(new XmlTypeReader(options, TimeZone.Find(call.Session.TimeZone) ?? TimeZone.Utc).Read(text.ToString()).Sql), form);
    }
}
