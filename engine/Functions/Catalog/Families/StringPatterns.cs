using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Further functions of Java's regular expressions.</summary>
internal static class StringPatterns
{
    private static readonly Signature TwoTexts = Signature.Of(Accept.Text, Accept.Text);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("string_funcs")
        .Scalar("regexp_count", "How often a regular expression matches.", TwoTexts, DataType.Int, traits: FunctionTraits.CanRaise)
        .Scalar("regexp_instr", "Where a regular expression first matches, from 1; 0 where it does not.",
            Signature.Of(Accept.Text, Accept.Text, Signature.Optional(Accept.Int, Literal.Of(0))), DataType.Int, traits: FunctionTraits.CanRaise)
        .Scalar("regexp_substr", "The first match of a regular expression; null where there is none.", TwoTexts, DataType.String, Nulls.Always, FunctionTraits.CanRaise)
        .Scalar("regexp_extract_all", "A group of each match of a regular expression.",
            Signature.Of(Accept.Text, Accept.Text, Signature.Optional(Accept.Int, Literal.Of(1))), Result.ArrayOf(DataType.String, containsNull: true), traits: FunctionTraits.CanRaise)
        .Entries;
}
