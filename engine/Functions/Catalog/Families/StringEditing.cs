using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of text that change, choose, mask or check it; <see cref="StringFunctions"/> has the everyday ones.</summary>
internal static class StringEditing
{
    private static readonly Signature OneText = Signature.Of(Accept.Text);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("string_funcs")
        .Add("overlay", FunctionKind.Scalar, "The text or binary with another in the place of so many characters from a position on.", Overlay)
        .Add("mask", FunctionKind.Scalar, "The text with its letters, digits and other characters replaced by one of each kind.", Mask)
        .Named(["str", "upperChar", "lowerChar", "digitChar", "otherChar"], Literal.Of("X"), Literal.Of("x"), Literal.Of("n"), Literal.Null(DataType.Null))
        .Add("elt", FunctionKind.Scalar, "The argument of a number, from 1.", Elt)
        .Scalar("find_in_set", "The number, from 1, of a text in a comma-separated list; 0 where it is not.", Signature.Of(Accept.Text, Accept.Text), DataType.Int)
        .Scalar("luhn_check", "True for digits that pass Luhn's checksum.", OneText, DataType.Boolean)
        .Scalar("soundex", "Soundex's four characters for how a word sounds.", OneText, DataType.String)
        .Scalar("quote", "The text in single quotes, with those inside escaped.", OneText, DataType.String)
        .Scalar("sentences", "The sentences, each as an array of its words.", Signature.Of(Accept.Text, Signature.Optional(Accept.Text, Literal.Of("")), Signature.Optional(Accept.Text, Literal.Of(""))),
            _ => new ArrayType(new ArrayType(DataType.String, false), false), Nulls.Always)
        .Scalar("jaro_winkler_similarity", "How alike two texts are, from 0 to 1.", Signature.Of(Accept.Text, Accept.Text), DataType.Double)
        .Scalar("is_valid_utf8", "True for well-formed UTF-8.", OneText, DataType.Boolean)
        .Scalar("make_valid_utf8", "The text with U+FFFD in the place of what is not UTF-8.", OneText, DataType.String)
        .Scalar("validate_utf8", "The text; an error where it is not UTF-8.", OneText, DataType.String, traits: FunctionTraits.CanRaise)
        .Scalar("try_validate_utf8", "The text; null where it is not UTF-8.", OneText, DataType.String, Nulls.Always)
        .Entries;

    private static Expression Overlay(CallSite call)
    {
        var pattern = call.Count > 1 && call.TypeOf(0) is BinaryType && call.TypeOf(1) is BinaryType ? Accept.Binary : Accept.TextOrBinary;
        var bound = ArgumentBinder.Bind(call, Signature.Of(pattern, pattern, Accept.Int, Signature.Optional(Accept.Int, Literal.Of(-1))));
        if (bound.TypeOf(0) is BinaryType != bound.TypeOf(1) is BinaryType)
            bound = ArgumentBinder.Bind(bound, Signature.Of(Accept.Text, Accept.Text, Accept.Int, Accept.Int));
        return Calls.Of(bound, "overlay", bound.TypeOf(0), Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }

    private static Expression Mask(CallSite call)
    {
        static Parameter Character(string name, string? value) => Signature.Constant(Accept.Text, name, value is null ? new Literal(null, DataType.Null) : Literal.Of(value));
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Character("upperChar", "X"), Character("lowerChar", "x"), Character("digitChar", "n"), Character("otherChar", null)));
        string[] names = ["input", "upperChar", "lowerChar", "digitChar", "otherChar"];
        for (var i = 1; i < bound.Count; i++)
        {
            if (bound.ConstantOf(i) is ByteString text && text.ToString().EnumerateRunes().Count() != 1)
                throw BindingErrors.Mismatch(bound, "INPUT_SIZE_NOT_ONE", $"{names[i]} must be one character, not '{text}'.", ("exprName", $"`{names[i]}`"));
        }

        return Calls.Of(bound, "mask", DataType.String, bound[0].Nullable, FunctionTraits.None);
    }

    private static Expression Elt(CallSite call)
    {
        if (call.Count < 2)
            throw BindingErrors.WrongNumberOfArguments(call, "> 1");
        var binary = !call.Session.EltAsString && call.Arguments.Skip(1).All(a => a.Type is BinaryType);
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Int).Then(binary ? Accept.Binary : Accept.Text, 1));
        return Calls.Of(bound, "elt", binary ? DataType.Binary : DataType.String, true, FunctionTraits.CanRaise, Calls.FailOnError(bound));
    }
}
