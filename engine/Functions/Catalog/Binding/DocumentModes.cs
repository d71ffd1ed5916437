using Spindle.Columnar.Errors;
using Spindle.Formats.Records;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>The modes for malformed texts: a function answers every row, so that none can be dropped.</summary>
internal static class DocumentModes
{
    private static readonly ErrorClass Unsupported = new("PARSE_MODE_UNSUPPORTED", "42601");

    public static void Check(CallSite call, Literal options)
    {
        if (new RecordOptions(DocumentArguments.Pairs(options)).Mode != ParseMode.DropMalformed)
            return;
        throw new SpindleException(Unsupported, $"{call.Name} gives a value for every row: its mode is PERMISSIVE or FAILFAST, and not DROPMALFORMED", call.Origin,
            parameters: new Dictionary<string, string> { ["funcName"] = $"`{call.Name}`", ["mode"] = "DROPMALFORMED" });
    }
}
