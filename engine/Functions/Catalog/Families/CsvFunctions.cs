using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Csv;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of CSV texts.</summary>
internal static class CsvFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("csv_funcs")
        .Add("from_csv", FunctionKind.Scalar, "The struct that a CSV record stands for.", FromCsv)
        .Add("to_csv", FunctionKind.Scalar, "A struct as a CSV record.", ToCsv)
        .Add("schema_of_csv", FunctionKind.Scalar, "The struct that a CSV record suggests.", SchemaOf, needsKernel: false)
        .Entries;

    private static Expression FromCsv(CallSite call)
    {
        if (call.Count is < 2 or > 3)
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var type = DocumentArguments.Rows(call, 1);
        var options = DocumentArguments.Options(call, 2);
        var text = DocumentArguments.Text(call);
        DocumentModes.Check(call, options);
        return DocumentArguments.Call(call, "from_csv", type, [text, options, Calls.Zone(call), Literal.Of((int)call.Session.BinaryStyle)]);
    }

    private static Expression ToCsv(CallSite call)
    {
        if (call.Count is < 1 or > 2)
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        var options = DocumentArguments.Options(call, 1);
        if (call.TypeOf(0) is not StructType)
            throw BindingErrors.UnexpectedType(call.With([call[0]]), 0, "\"STRUCT\"");
        return DocumentArguments.Call(call, "to_csv", DataType.String, [call[0], options, Calls.Zone(call), Literal.Of((int)call.Session.BinaryStyle)]);
    }

    private static Expression SchemaOf(CallSite call)
    {
        if (call.Count is < 1 or > 2)
            throw BindingErrors.WrongNumberOfArguments(call, "[1, 2]");
        var form = $"{call.DisplayName}({call.Names.Of(call[0])})";
        var options = CsvOptions.ForReading([.. DocumentArguments.Pairs(DocumentArguments.Options(call, 1)), KeyValuePair.Create("inferSchema", "true"), KeyValuePair.Create("header", "false")]);
        var text = DocumentArguments.Sample(call, "csv").Span;
        var reader = new CsvSchemaReader(options, TimeZone.Find(call.Session.TimeZone) ?? TimeZone.Utc);
        var first = CsvSchemaReader.ReadRecord(text, isLast: true, options, out _) ?? throw new SpindleException(new ErrorClass("INTERNAL_ERROR", "XX000"),
            "schema_of_csv needs a text with a record in it", call.Origin);
        reader.SetNames(first);
        reader.Add(text, isLast: true);
        return call.Named(Literal.Of(reader.Schema()!.Sql), form);
    }
}
