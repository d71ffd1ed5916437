using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>What belongs nowhere else: the session, errors on purpose, hashes.</summary>
internal static class MiscFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("misc_funcs")
        .Add("typeof", FunctionKind.Scalar, "The name of the value's type.",
            call => call.Named(Literal.Of(ArgumentBinder.Bind(call, Signature.Of(Accept.Any))[0].Type.Name), call.Form), needsKernel: false)
        .Add("current_user, user, session_user", FunctionKind.Scalar, "The user.", call => Constant(call, call.Session.CurrentUser), needsKernel: false)
        .Add("current_catalog", FunctionKind.Scalar, "The current catalog.", call => Constant(call, call.Session.CurrentCatalog), needsKernel: false)
        .Add("current_schema, current_database:current_schema", FunctionKind.Scalar, "The current schema.", call => Constant(call, call.Session.CurrentSchema), needsKernel: false)
        .Add("current_path", FunctionKind.Scalar, "Where names of functions are looked for, in order.",
            call => Constant(call, $"system.builtin,system.session,{call.Session.CurrentCatalog}.{call.Session.CurrentSchema}"), needsKernel: false)
        .Scalar("uuid", "A random UUID.", Signature.Of(Signature.MayLack(Accept.Long)), DataType.String, Nulls.Never, FunctionTraits.Nondeterministic)
        .Scalar("raise_error", "Ends the query with an error of this message.", Signature.Of(Accept.Text), DataType.Null, Nulls.Always, FunctionTraits.CanRaise)
        .Add("assert_true", FunctionKind.Scalar, "Null where the condition is true, else an error with a message.", AssertTrue)
        .Scalar("hash", "A 32-bit hash of the arguments.", new Signature([], Accept.Any, 1), DataType.Int, Nulls.Never)
        .Scalar("xxhash64", "A 64-bit hash of the arguments.", new Signature([], Accept.Any, 1), DataType.Long, Nulls.Never)
        .Scalar("md5", "The MD5 sum in hexadecimal digits.", Signature.Of(Accept.Binary), DataType.String)
        .Scalar("sha, sha1", "The SHA-1 sum in hexadecimal digits.", Signature.Of(Accept.Binary), DataType.String)
        .Scalar("sha2", "The SHA-2 sum of so many bits in hexadecimal digits.", Signature.Of(Accept.Binary, Accept.Int), DataType.String, Nulls.Always, FunctionTraits.NullIntolerant)
        .Scalar("crc32", "The CRC-32 sum.", Signature.Of(Accept.Binary), DataType.Long)
        .Scalar("base64", "Bytes in base 64.", Signature.Of(Accept.Binary), DataType.String)
        .Scalar("unbase64", "The bytes that base 64 text stands for.", Signature.Of(Accept.Text), DataType.Binary, traits: FunctionTraits.CanRaise)
        .Scalar("bitmap_bucket_number", "The number of the bitmap that holds a number's bit.", Signature.Of(Accept.Long), DataType.Long)
        .Scalar("bitmap_bit_position", "The place of a number's bit in its bitmap.", Signature.Of(Accept.Long), DataType.Long)
        .Scalar("bitmap_count", "How many bits of a bitmap are set.", Signature.Of(new FamilyPattern("BINARY", t => t is BinaryType, DataType.Binary, _ => null)), DataType.Long)
        .Add("version", FunctionKind.Scalar, "The version of Spark whose answers these are, and of the engine.", call => Constant(call, "4.2.0 spindle"), needsKernel: false)
        .Scalar("spark_partition_id:SPARK_PARTITION_ID", "The number of the partition that is read.", Signature.Of(), DataType.Int, Nulls.Never, FunctionTraits.Nondeterministic)
        .Scalar("monotonically_increasing_id", "A number that grows from row to row: the partition in the upper 31 bits, its rows in the lower 33.", Signature.Of(), DataType.Long, Nulls.Never,
            FunctionTraits.Nondeterministic)
        .Entries;

    private static Expression AssertTrue(CallSite call)
    {
        if (call.Count == 1)
            call = call.With([call[0], Literal.Of($"'{call.Names.Of(call[0])}' is not true!")]);
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Boolean, Accept.Text));
        return Calls.Of(bound, "assert_true", DataType.Null, true, FunctionTraits.CanRaise);
    }

    private static Expression Constant(CallSite call, string value)
    {
        ArgumentBinder.Bind(call, Signature.Of());
        return call.Named(Literal.Of(value), $"{call.DisplayName}()");
    }
}
