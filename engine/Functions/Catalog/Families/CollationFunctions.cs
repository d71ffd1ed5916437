using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of collated text.</summary>
internal static class CollationFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("string_funcs")
        .Add("collate", FunctionKind.Scalar, "The text with a collation, by which it is compared.", Collate, needsKernel: false)
        .Add("collation", FunctionKind.Scalar, "The name of a text's collation.", Collation, needsKernel: false)
        .Entries;

    private static Expression Collate(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Text));
        if (bound.Folded(1) is not { } name)
            throw BindingErrors.NotConstant(bound, 1, "collationName");
        if (name.Value is not ByteString text)
            throw BindingErrors.Mismatch(bound, "UNEXPECTED_NULL", "the collation's name must not be NULL.", ("exprName", "`collation`"));
        var type = new StringType(Collations.Find(text.ToString(), call.Origin));
        var value = bound[0] is Literal { Value: null } ? Literal.Null(type) : bound[0].Type == type ? bound[0] : new Cast(bound[0], type, call.Session.Mode, Implicit: true);
        return call.Named(value, $"{call.DisplayName}({call.Names.Of(bound[0])}, {type.Collation})");
    }

    private static Expression Collation(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text));
        return call.Named(Literal.Of($"SYSTEM.BUILTIN.{(bound.TypeOf(0) as StringType)?.Collation ?? StringType.Utf8Binary}"), call.Form);
    }
}
