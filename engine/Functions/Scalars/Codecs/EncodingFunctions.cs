using System.Buffers;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Codecs;

/// <summary>Text to bytes and back: character sets, base 32 and 64, hexadecimal digits.</summary>
internal static class EncodingFunctions
{
    private const string Base32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["encode"] = call => Write(call, new Encode(call.Arguments[^2] is Literal { Value: true }, call.Arguments[^1] is Literal { Value: true }, call.Origin), 2),
        ["decode"] = call => Write(call, new Decode(call.Arguments[^2] is Literal { Value: true }, call.Arguments[^1] is Literal { Value: true }, call.Origin), 2),
        ["to_base32"] = call => Write(call, default(ToBase32), 1),
        ["from_base32"] = call => Write(call, default(FromBase32), 1),
        ["checked_unhex"] = call => Write(call, new CheckedUnhex(call.Arguments[^1] is Literal { Value: true }, call.Origin), 1),
        ["checked_unbase64"] = call => Write(call, new CheckedUnbase64(call.Arguments[^1] is Literal { Value: true }, call.Origin), 1),
    };

    private static FunctionSite Write<TFunction>(Call call, TFunction function, int operands) where TFunction : struct, ITextFunction =>
        new(new TextFunctionKernel<TFunction>(call.ResultType, function, call.Traits.HasFlag(FunctionTraits.CanRaise)), [.. call.Arguments.Take(operands)]);

    private static Charset Find(string function, ReadOnlySpan<byte> name, bool isJava, Origin origin)
    {
        if (Charsets.TryFind(name, isJava, out var charset))
            return charset;
        var given = Encoding.UTF8.GetString(name);
        throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.CHARSET", "22023", $"{function} knows no character set '{given}', only {Charsets.Names}", origin,
            ("functionName", $"`{function}`"), ("parameter", "`charset`"), ("charset", given), ("charsets", Charsets.Names));
    }

    private static SpindleException Malformed(string function, ReadOnlySpan<byte> charset, Origin origin)
    {
        var name = Encoding.UTF8.GetString(charset);
        return EvaluationErrors.Of("MALFORMED_CHARACTER_CODING", "22000", $"{function} met what {name} cannot represent", origin, ("function", $"`{function}`"), ("charset", name));
    }

    private static SpindleException Invalid(ReadOnlySpan<byte> text, string format, Origin origin)
    {
        var given = Encoding.UTF8.GetString(text);
        return EvaluationErrors.Of("CONVERSION_INVALID_INPUT", "22018", $"'{given}' is not {format}; try_to_binary gives null for it", origin,
            ("str", $"'{given}'"), ("fmt", $"'{format}'"), ("targetType", "\"BINARY\""), ("suggestion", "`try_to_binary`"));
    }

    private readonly struct Encode(bool isJava, bool replaces, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            if (!Charsets.TryEncode(Find("encode", operands[1].Text(lane), isJava, origin), operands[0].Text(lane), replaces, target))
                throw Malformed("encode", operands[1].Text(lane), origin);
            return true;
        }
    }

    private readonly struct Decode(bool isJava, bool replaces, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            if (!Charsets.TryDecode(Find("decode", operands[1].Text(lane), isJava, origin), operands[0].Text(lane), replaces, target))
                throw Malformed("decode", operands[1].Text(lane), origin);
            return true;
        }
    }

    /// <summary>Five bytes to eight digits, filled up with =.</summary>
    private readonly struct ToBase32 : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            for (var bytes = operands[0].Text(lane); !bytes.IsEmpty; bytes = bytes[Math.Min(5, bytes.Length)..])
            {
                ulong block = 0;
                var count = Math.Min(5, bytes.Length);
                for (var i = 0; i < 5; i++)
                    block = (block << 8) | (i < count ? bytes[i] : 0u);
                var span = target.GetSpan(8);
                var digits = (count * 8 + 4) / 5;
                for (var i = 0; i < 8; i++)
                    span[i] = i < digits ? (byte)Base32Digits[(int)(block >> (35 - 5 * i)) & 31] : (byte)'=';
                target.Advance(8);
            }

            return true;
        }
    }

    /// <summary>Reads digits of either case, skips every other character, and stops at =; bits that fill no byte are dropped, but a digit alone gives its upper three bits.</summary>
    private readonly struct FromBase32 : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var span = target.GetSpan(text.Length + 1);
            var (bits, count, digits, length) = (0u, 0, 0, 0);
            foreach (var character in text)
            {
                if (character == '=')
                    break;
                if (Value(character) is not (>= 0 and var value))
                    continue;
                bits = (bits << 5) | (uint)value;
                count += 5;
                digits++;
                if (count < 8)
                    continue;
                count -= 8;
                span[length++] = (byte)(bits >> count);
            }

            if (digits % 8 == 1)
                span[length++] = (byte)((bits & 31) >> 2);
            target.Advance(length);
            return true;
        }

        private static int Value(byte digit) => digit switch
        {
            >= (byte)'A' and <= (byte)'Z' => digit - 'A',
            >= (byte)'a' and <= (byte)'z' => digit - 'a',
            >= (byte)'2' and <= (byte)'7' => digit - '2' + 26,
            _ => -1,
        };
    }

    private readonly struct CheckedUnhex(bool raises, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var digits = operands[0].Text(lane);
            if (!HexText.TryParse(digits, target.GetSpan(digits.Length / 2 + 1), out var length))
                return raises ? throw Invalid(digits, "HEX", origin) : false;
            target.Advance(length);
            return true;
        }
    }

    private readonly struct CheckedUnbase64(bool raises, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            return Base64Text.IsWellFormed(text) ? Base64Text.Decode(text, target) : raises ? throw Invalid(text, "BASE64", origin) : false;
        }
    }
}
