using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Checksums;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Digests;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars;

/// <summary>Digests, base 64 and what ends a query on purpose.</summary>
internal static class DigestFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["md5"] = call => new FunctionSite(new Md5Kernel(call.ResultType), call.Arguments[0]),
        ["sha"] = call => Write(call, default(Sha1)),
        ["sha2"] = call => Write(call, default(Sha2)),
        ["crc32"] = call => new FunctionSite(new TextMeasureKernel<long, Crc>(DataType.Long, default), call.Arguments[0]),
        ["base64"] = call => Write(call, default(ToBase64)),
        ["unbase64"] = call => Write(call, new FromBase64(call.Origin)),
        ["raise_error"] = call => new FunctionSite(new RaiseKernel(call), [.. call.Arguments]),
        ["assert_true"] = call => new FunctionSite(new RaiseKernel(call), [.. call.Arguments]),
        ["typeof"] = call => new FunctionSite(new TypeNameKernel(call.Arguments[0].Type), call.Arguments[0]),
    };

    private static FunctionSite Write<TFunction>(Call call, TFunction function) where TFunction : struct, ITextFunction =>
        new(new TextFunctionKernel<TFunction>(call.ResultType, function, call.Traits.HasFlag(FunctionTraits.CanRaise)), [.. call.Arguments]);

    private static void WriteHex(ReadOnlySpan<byte> digest, IBufferWriter<byte> target)
    {
        Convert.TryToHexStringLower(digest, target.GetSpan(2 * digest.Length + 1), out var length);
        target.Advance(length);
    }

    private readonly struct Sha1 : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
            SHA1.HashData(operands[0].Text(lane), digest);
            WriteHex(digest, target);
            return true;
        }
    }

    private readonly struct Sha2 : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var bytes = operands[0].Text(lane);
            Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
            var length = operands[1].Int(lane) switch
            {
                0 or 256 => SHA256.HashData(bytes, digest),
                224 => Codecs.Sha224.Hash(bytes, digest),
                384 => SHA384.HashData(bytes, digest),
                512 => SHA512.HashData(bytes, digest),
                _ => 0,
            };
            WriteHex(digest[..length], target);
            return length > 0;
        }
    }

    private readonly struct Crc : ITextMeasure<long>
    {
        public long Measure(ReadOnlySpan<byte> text) => Crc32.Hash(text);
    }

    private readonly struct ToBase64 : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var bytes = operands[0].Text(lane);
            System.Buffers.Text.Base64.EncodeToUtf8(bytes, target.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 1), out _, out var length);
            target.Advance(length);
            return true;
        }
    }

    private readonly struct FromBase64(Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            if (Codecs.Base64Text.Decode(text, target))
                return true;
            var given = Encoding.UTF8.GetString(text);
            throw EvaluationErrors.Of("CONVERSION_INVALID_INPUT", "22018", $"'{given}' is not base 64", origin, ("str", $"'{given}'"), ("fmt", "'BASE64'"), ("targetType", "\"BINARY\""));
        }
    }

    /// <summary>raise_error(message), and assert_true(condition[, message]), which is null where the condition is true.</summary>
    private sealed class RaiseKernel(Call call) : LaneKernel(call.ResultType, canRaise: true, nullIntolerant: false)
    {
        protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
        {
            var isAssertion = call.Function == "assert_true";
            if (isAssertion && !operands[0].IsNull(lane) && operands[0].Bool(lane))
            {
                result.AppendNull();
                return;
            }
            var message = operands[^1].IsNull(lane) ? "null" : Encoding.UTF8.GetString(operands[^1].Text(lane));
            throw EvaluationErrors.Of("USER_RAISED_EXCEPTION", "P0001", message, call.Origin, ("errorMessage", message));
        }
    }

    private sealed class TypeNameKernel(DataType type) : LaneKernel(DataType.String, canRaise: false, nullIntolerant: false)
    {
        protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result) => ((BytesBuilder)result).Append(type.Name);
    }
}
