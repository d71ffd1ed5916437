using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Encryption and keyed digests.</summary>
internal static class CipherFunctions
{
    private static readonly Parameter Mode = Signature.Optional(Accept.Text, Literal.Of("GCM"));
    private static readonly Parameter Padding = Signature.Optional(Accept.Text, Literal.Of("DEFAULT"));
    private static readonly Parameter Bytes = Signature.Optional(Accept.Binary, Literal.Of(""));

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("misc_funcs")
        .Scalar("aes_encrypt", "The value encrypted with AES by a key of 16, 24 or 32 bytes.", Signature.Of(Accept.Binary, Accept.Binary, Mode, Padding, Bytes, Bytes), DataType.Binary,
            traits: FunctionTraits.CanRaise | FunctionTraits.Nondeterministic)
        .Add("aes_decrypt", FunctionKind.Scalar, "The value that was encrypted with AES.", call => Decrypt(call, isTry: false))
        .Add("try_aes_decrypt", FunctionKind.Scalar, "As aes_decrypt; null where it fails.", call => Decrypt(call, isTry: true), needsKernel: false)
        .Scalar("hmac", "The keyed digest of a message.", Signature.Of(Accept.Binary, Accept.Binary, Signature.Optional(Accept.Text, Literal.Of("SHA-256"))), DataType.Binary,
            traits: FunctionTraits.CanRaise)
        .Entries;

    private static Expression Decrypt(CallSite call, bool isTry)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Binary, Accept.Binary, Mode, Padding, Bytes));
        return Calls.Of(bound, "aes_decrypt", DataType.Binary, isTry || Calls.IsNullable(bound, Nulls.FromArguments),
            FunctionTraits.NullIntolerant | (isTry ? FunctionTraits.None : FunctionTraits.CanRaise), Literal.Of(!isTry));
    }
}
