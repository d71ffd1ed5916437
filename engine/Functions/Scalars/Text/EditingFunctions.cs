using System.Buffers;
using System.Globalization;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Functions that change, choose or mask text.</summary>
internal static class EditingFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["overlay"] = call => call.ResultType is BinaryType ? Write(call, default(OverlayBytes)) : Write(call, default(OverlayText)),
        ["mask"] = call => new FunctionSite(new TextFunctionKernel<Mask>(DataType.String, new Mask(call)), call.Arguments[0]),
        ["elt"] = call => new FunctionSite(new EltKernel(call), [.. call.Arguments.Take(call.Arguments.Count - 1)]),
        ["soundex"] = call => Write(call, default(Soundex)),
        ["quote"] = call => Write(call, default(Quote)),
        ["make_valid_utf8"] = call => Write(call, default(MakeValid)),
        ["validate_utf8"] = call => Write(call, new Validate(call.Origin)),
        ["try_validate_utf8"] = call => Write(call, default(TryValidate)),
    };

    private static FunctionSite Write<TFunction>(Call call, TFunction function) where TFunction : struct, ITextFunction =>
        new(new TextFunctionKernel<TFunction>(call.ResultType, function, call.Traits.HasFlag(FunctionTraits.CanRaise)), [.. call.Arguments]);

    /// <summary>Positions are 1-based; a negative length is the replacement's. What follows is the part from position and length on, counted from the end where these are negative.</summary>
    private readonly struct OverlayText : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var with = operands[1].Text(lane);
            var (position, length) = (operands[2].Int(lane), operands[3].Int(lane));
            var count = length < 0 ? CodePoints.Count(with) : length;
            target.Write(text[..CodePoints.Offset(text, Math.Max(position - 1, 0))]);
            target.Write(with);
            var rest = (long)position + count;
            target.Write(text[CodePoints.Offset(text, (int)Math.Clamp(rest > 0 ? rest - 1 : rest < 0 ? CodePoints.Count(text) + rest : 0, 0, int.MaxValue))..]);
            return true;
        }
    }

    private readonly struct OverlayBytes : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var with = operands[1].Text(lane);
            var (position, length) = (operands[2].Int(lane), operands[3].Int(lane));
            var count = length < 0 ? with.Length : length;
            target.Write(text[..Math.Clamp(position - 1, 0, text.Length)]);
            target.Write(with);
            var rest = (long)position + count;
            target.Write(text[(int)Math.Clamp(rest > 0 ? rest - 1 : rest < 0 ? text.Length + rest : 0, 0, text.Length)..]);
            return true;
        }
    }

    private readonly struct Mask(Call call) : ITextFunction
    {
        private readonly byte[]? upper = Constant(call, 1);
        private readonly byte[]? lower = Constant(call, 2);
        private readonly byte[]? digit = Constant(call, 3);
        private readonly byte[]? other = Constant(call, 4);

        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            for (var text = operands[0].Text(lane); !text.IsEmpty;)
            {
                Rune.DecodeFromUtf8(text, out var rune, out var length);
                var with = Rune.IsUpper(rune) ? upper : Rune.IsLower(rune) ? lower : Rune.IsDigit(rune) ? digit : other;
                target.Write(with is null ? text[..length] : with);
                text = text[length..];
            }

            return true;
        }

        private static byte[]? Constant(Call call, int index) => call.Arguments[index] is Literal { Value: ByteString text } ? text.Span.ToArray() : null;
    }

    /// <summary>The first operand says which of the others; null where that one is, or (ANSI off) where there is none.</summary>
    private sealed class EltKernel(Call call) : LaneKernel(call.ResultType, canRaise: true, nullIntolerant: false)
    {
        private readonly bool raises = call.Arguments[^1] is Literal { Value: true };

        protected override void Append(ReadOnlySpan<Vector> operands, int lane, Columnar.Builders.VectorBuilder result)
        {
            if (operands[0].IsNull(lane))
            {
                result.AppendNull();
                return;
            }

            var index = operands[0].Int(lane);
            if (index < 1 || index >= operands.Length)
            {
                if (raises)
                {
                    throw EvaluationErrors.Of("INVALID_ARRAY_INDEX", "22003", $"there is no argument {index} of {operands.Length - 1}; count from 1", call.Origin,
                        ("indexValue", $"{index}"), ("arraySize", $"{operands.Length - 1}"));
                }

                result.AppendNull();
                return;
            }

            result.Append(operands[index].Read(lane));
        }
    }

    private readonly struct Soundex : ITextFunction
    {
        // By letter from A: a digit, 0 for vowels (which part equal codes), 7 for H and W (which do not).
        private const string Codes = "01230127022455012623017202";

        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            if (text.IsEmpty || !char.IsAsciiLetter((char)text[0]))
            {
                target.Write(text);
                return true;
            }

            Span<byte> code = stackalloc byte[4];
            code.Fill((byte)'0');
            code[0] = (byte)char.ToUpperInvariant((char)text[0]);
            var last = Codes[code[0] - 'A'];
            var count = 1;
            foreach (var letter in text[1..])
            {
                if (!char.IsAsciiLetter((char)letter))
                {
                    last = '0';
                    continue;
                }

                var digit = Codes[char.ToUpperInvariant((char)letter) - 'A'];
                if (digit == '7')
                    continue;
                if (digit != '0' && digit != last)
                    code[count++] = (byte)digit;
                last = digit;
                if (count == code.Length)
                    break;
            }

            target.Write(code);
            return true;
        }
    }

    private readonly struct Quote : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            target.Write("'"u8);
            foreach (var b in operands[0].Text(lane))
            {
                if (b == '\'')
                    target.Write("\\"u8);
                target.Write([b]);
            }

            target.Write("'"u8);
            return true;
        }
    }

    private readonly struct MakeValid : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            for (var text = operands[0].Text(lane); !text.IsEmpty;)
            {
                var ok = Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done;
                target.Write(ok ? text[..length] : "\uFFFD"u8);
                text = text[length..];
            }

            return true;
        }
    }

    private readonly struct Validate(Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            if (!System.Text.Unicode.Utf8.IsValid(text))
            {
                var bytes = string.Concat(text.ToArray().Select(b => string.Create(CultureInfo.InvariantCulture, $"\\x{b:X2}")));
                throw EvaluationErrors.Of("INVALID_UTF8_STRING", "22029", $"'{bytes}' is not UTF-8; use make_valid_utf8 or try_validate_utf8", origin, ("str", bytes));
            }

            target.Write(text);
            return true;
        }
    }

    private readonly struct TryValidate : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            target.Write(operands[0].Text(lane));
            return System.Text.Unicode.Utf8.IsValid(operands[0].Text(lane));
        }
    }
}
