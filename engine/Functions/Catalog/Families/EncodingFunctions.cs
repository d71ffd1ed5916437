using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Operators;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Text as bytes of a character set or of digits, and back.</summary>
internal static class EncodingFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("string_funcs")
        .Add("encode", FunctionKind.Scalar, "The text's bytes in a character set.", call => Coded(call, "encode", Accept.Text, DataType.Binary))
        .Add("decode", FunctionKind.Scalar, "Bytes of a character set as text; with more arguments, the result behind the first search value that equals the first argument.", Decode)
        .Scalar("to_base32", "Bytes in base 32.", Signature.Of(Accept.Binary), DataType.String)
        .Scalar("from_base32", "The bytes that base 32 text stands for.", Signature.Of(Accept.Text), DataType.Binary)
        .Add("to_binary", FunctionKind.Scalar, "The bytes that text stands for in hexadecimal digits, base 64 or UTF-8.", call => ToBinary(call, isTry: false), id: "checked_unhex", otherKernels: ["checked_unbase64", "encode"])
        .Add("try_to_binary", FunctionKind.Scalar, "As to_binary; null where the text is in no such form.", call => ToBinary(call, isTry: true), needsKernel: false)
        .Entries;

    private static Expression Coded(CallSite call, string id, TypePattern input, DataType result)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(input, Accept.Text));
        return Calls.Of(bound, id, result, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant,
            Literal.Of(call.Session.JavaCharsets), Literal.Of(call.Session.ReplacesUncodable));
    }

    private static Expression Decode(CallSite call)
    {
        if (call.Count < 2)
            throw BindingErrors.WrongNumberOfArguments(call, "> 1");
        if (call.Count == 2)
        {
            return Coded(call, "decode", Accept.Binary, DataType.String);
        }

        var pairs = (call.Count - 1) / 2;
        var conditions = Enumerable.Range(0, pairs)
            .Select(i => PredicateOperators.Compare(call.With([call[0], call[1 + 2 * i]]) with { Name = "<=>" }, ComparisonOperator.NullSafeEqual)).ToList();
        var values = Enumerable.Range(0, pairs).Select(i => call[2 + 2 * i]).ToList();
        return call.Named(ConditionalFunctions.CaseOf(call, conditions, values, call.Count % 2 == 0 ? call[call.Count - 1] : null), call.Form);
    }

    private static Expression ToBinary(CallSite call, bool isTry)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Signature.MayLack(Accept.Text)));
        var format = "hex";
        if (bound.Count == 2)
        {
            if (!bound[1].IsFoldable)
                throw BindingErrors.NotConstant(bound, 1, "fmt");
            if (bound.Folded(1)?.Value is not ByteString given)
                return call.Named(Literal.Null(DataType.Binary), call.Form);
            format = given.ToString();
        }

        var traits = FunctionTraits.NullIntolerant | (isTry ? FunctionTraits.None : FunctionTraits.CanRaise);
        var value = bound.With([bound[0]]);
        var nullable = isTry || bound[0].Nullable;
        var result = format.ToLowerInvariant() switch
        {
            "hex" => Calls.Of(value, "checked_unhex", DataType.Binary, nullable, traits, Literal.Of(!isTry)),
            "base64" => Calls.Of(value, "checked_unbase64", DataType.Binary, nullable, traits, Literal.Of(!isTry)),
            "utf-8" or "utf8" => Calls.Of(value, "encode", DataType.Binary, nullable, traits, Literal.Of("UTF-8"), Literal.Of(false), Literal.Of(false)),
            _ when isTry => Literal.Null(DataType.Binary),
            _ => throw BindingErrors.Mismatch(call, "INVALID_ARG_VALUE", $"fmt must be 'hex', 'utf-8', 'utf8' or 'base64', not '{format}'.", ("inputName", "fmt"),
                ("requireType", "case-insensitive \"STRING\""), ("validValues", "'hex', 'utf-8', 'utf8', or 'base64'"), ("inputValue", $"'{format}'")),
        };
        return call.Named(result, call.Form);
    }
}
