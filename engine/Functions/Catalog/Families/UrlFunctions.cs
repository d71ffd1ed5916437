using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of URLs.</summary>
internal static class UrlFunctions
{
    private static readonly Signature OneText = Signature.Of(Accept.Text);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("url_funcs")
        .Scalar("url_encode", "The text as a part of a URL, with %XX for what has a meaning there.", OneText, DataType.String)
        .Add("url_decode", FunctionKind.Scalar, "The text that a part of a URL stands for.", call => Make(call, "url_decode", OneText, isTry: false))
        .Add("try_url_decode", FunctionKind.Scalar, "As url_decode; null for malformed text.", call => Make(call, "url_decode", OneText, isTry: true), needsKernel: false)
        .Add("parse_url", FunctionKind.Scalar, "A part of a URL, or a value of its query.", call => Parse(call, isTry: false))
        .Add("try_parse_url", FunctionKind.Scalar, "As parse_url; null for what is no URL.", call => Parse(call, isTry: true), needsKernel: false)
        .Entries;

    private static Expression Parse(CallSite call, bool isTry) => Make(call, "parse_url", Signature.Of(Accept.Text, Accept.Text, Signature.MayLack(Accept.Text)), isTry);

    private static Expression Make(CallSite call, string id, Signature signature, bool isTry)
    {
        var bound = ArgumentBinder.Bind(call, signature);
        var traits = FunctionTraits.NullIntolerant | (isTry ? FunctionTraits.None : FunctionTraits.CanRaise);
        return Calls.Of(bound, id, DataType.String, true, traits, Literal.Of(!isTry));
    }
}
