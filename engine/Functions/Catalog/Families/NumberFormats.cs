using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Scalars.Formatting;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Numbers to text and back by patterns such as <c>$99,999.99</c>. The pattern is a constant: it makes the result's type.</summary>
internal static class NumberFormats
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("string_funcs")
        .Add("to_char, to_varchar:to_char", FunctionKind.Scalar, "A number, a date, a time or binary as text by a pattern.", ToText, id: "number_to_text", otherKernels: ["date_format", "base64", "hex", "decode"])
        .Add("to_number", FunctionKind.Scalar, "Text as a number by a pattern.", call => ToNumber(call, isTry: false), id: "text_to_number")
        .Add("try_to_number", FunctionKind.Scalar, "As to_number; null for text that does not match.", call => ToNumber(call, isTry: true), needsKernel: false)
        .Entries;

    private static Expression ToText(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Accept.Any));
        if (call.TypeOf(0) is DateType or TimestampType or TimestampNtzType)
            return Other(call, "date_format");
        if (call.TypeOf(0) is BinaryType)
            return BytesToText(call);
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Decimal, Accept.Text));
        if (Pattern(bound) is not { } pattern)
            return call.Named(Literal.Null(DataType.String), call.Form);
        return Calls.Of(bound, "number_to_text", DataType.String, bound[0].Nullable, FunctionTraits.NullIntolerant, Literal.Of(pattern.Text));
    }

    private static Expression BytesToText(CallSite call)
    {
        // Only to_varchar keeps its own name here.
        call = call with { DisplayName = call.Name };
        if (call.Folded(1)?.Value is not ByteString format)
            throw BindingErrors.NotConstantArgument(call, 1, "format");
        switch (format.ToString().ToLowerInvariant())
        {
            case "base64":
                return Other(call.With([call[0]]), "base64");
            case "hex":
                return Other(call.With([call[0]]), "hex");
            case "utf-8":
                return Other(call, "decode");
            default:
                throw new SpindleException(new ErrorClass("INVALID_PARAMETER_VALUE.BINARY_FORMAT", "22023"),
                    $"{call.DisplayName} writes binary as 'base64', 'hex' or 'utf-8', not as '{format}'.", call.Origin,
                    parameters: new Dictionary<string, string> { ["functionName"] = $"`{call.DisplayName}`", ["parameter"] = "`format`", ["invalidFormat"] = $"'{format}'" });
        }
    }

    private static Expression Other(CallSite call, string name)
    {
        var result = FunctionCatalog.Declared.Find(name)!.Bind(call with { Name = name });
        return call.Name == "to_varchar" && call.TypeOf(0) is BinaryType ? call.Named(result, call.Form) : result;
    }


    private static Expression ToNumber(CallSite call, bool isTry)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Text));
        if (Pattern(bound) is not { } pattern)
            return call.Named(Literal.Null(new DecimalType(10, 0)), call.Form);
        var type = new DecimalType(Math.Min(pattern.Precision, 38), Math.Min(pattern.Scale, 38));
        return Calls.Of(bound, "text_to_number", type, isTry || bound[0].Nullable, FunctionTraits.NullIntolerant | (isTry ? FunctionTraits.None : FunctionTraits.CanRaise),
            Literal.Of(pattern.Text), Literal.Of(!isTry));
    }

    /// <summary>Null for a null pattern.</summary>
    private static NumberPattern? Pattern(CallSite call)
    {
        if (!call[1].IsFoldable)
            throw BindingErrors.NotConstant(call, 1, "format");
        return call.Folded(1)?.Value is ByteString text ? NumberPattern.Parse(text.ToString(), call.Origin) : null;
    }
}
