using System.Buffers;
using System.Text;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Functions that make text of text.</summary>
internal static class TextFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["upper"] = Map<UpperMap>,
        ["lower"] = Map<LowerMap>,
        ["initcap"] = Map<InitcapMap>,
        ["reverse"] = call => call.ResultType is ArrayType ? new FunctionSite(new Nested.Arrays.ReverseKernel(call.ResultType), call.Arguments[0]) : call.ResultType is BinaryType ? Map<ReverseBytesMap>(call) : Map<ReverseMap>(call),
        ["lpad"] = call => Write(call, new Pad(isLeft: true)),
        ["rpad"] = call => Write(call, new Pad(isLeft: false)),
        ["repeat"] = call => Write(call, default(Repeat)),
        ["replace"] = call => Write(call, default(Replace)),
        ["translate"] = call => Write(call, default(Translate)),
        ["chr"] = call => Write(call, default(Character)),
        ["space"] = call => Write(call, default(Space)),
        ["hex"] = call => call.Arguments[0].Type is LongType ? Write(call, default(HexOfNumber)) : Write(call, default(HexOfBytes)),
        ["unhex"] = call => Write(call, default(Unhex)),
        ["bin"] = call => Write(call, default(Binary)),
        ["format_number"] = call => call.Arguments[1].Type is StringType ? new FunctionSite(new Formatting.FormatByPatternKernel(), [.. call.Arguments]) : Write(call, default(FormatNumber)),
    };

    private static FunctionSite Map<TMap>(Call call) where TMap : struct, ITextMap => new(new TextMapKernel<TMap>(call.ResultType, default), call.Arguments[0]);

    private static FunctionSite Write<TFunction>(Call call, TFunction function) where TFunction : struct, ITextFunction =>
        new(new TextFunctionKernel<TFunction>(call.ResultType, function, call.Traits.HasFlag(FunctionTraits.CanRaise)), [.. call.Arguments]);

    private readonly struct UpperMap : ITextMap
    {
        public void Map(ReadOnlySpan<byte> text, IBufferWriter<byte> target) => CaseFolding.Upper(text, target);
    }

    private readonly struct LowerMap : ITextMap
    {
        public void Map(ReadOnlySpan<byte> text, IBufferWriter<byte> target) => CaseFolding.Lower(text, target);
    }

    /// <summary>Words are what spaces part.</summary>
    private readonly struct InitcapMap : ITextMap
    {
        public void Map(ReadOnlySpan<byte> text, IBufferWriter<byte> target)
        {
            // A word is its first code point in upper case and the rest, up to and with the next space, in lower case.
            while (!text.IsEmpty)
            {
                var length = Math.Min(CodePoints.Length(text[0]), text.Length);
                CaseFolding.Title(text[..length], target);
                if (text[0] != ' ')
                {
                    var end = text[length..].IndexOf((byte)' ') is >= 0 and var space ? length + space + 1 : text.Length;
                    CaseFolding.Lower(text[length..end], target);
                    length = end;
                }

                text = text[length..];
            }
        }
    }

    private readonly struct ReverseMap : ITextMap
    {
        public void Map(ReadOnlySpan<byte> text, IBufferWriter<byte> target)
        {
            var span = target.GetSpan(Math.Max(text.Length, 1));
            if (Ascii.IsValid(text))
            {
                text.CopyTo(span);
                span[..text.Length].Reverse();
                target.Advance(text.Length);
                return;
            }

            var at = text.Length;
            while (!text.IsEmpty)
            {
                var length = Math.Min(CodePoints.Length(text[0]), text.Length);
                at -= length;
                text[..length].CopyTo(span[at..]);
                target.Advance(length);
                text = text[length..];
            }
        }
    }

    private readonly struct ReverseBytesMap : ITextMap
    {
        public void Map(ReadOnlySpan<byte> text, IBufferWriter<byte> target)
        {
            var span = target.GetSpan(Math.Max(text.Length, 1))[..text.Length];
            text.CopyTo(span);
            span.Reverse();
            target.Advance(text.Length);
        }
    }

    private readonly struct Pad(bool isLeft) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var length = operands[1].Int(lane);
            var pad = operands[2].Text(lane);
            if (length <= 0)
                return true;
            var count = CodePoints.Count(text);
            if (count >= length)
            {
                target.Write(text[..CodePoints.Offset(text, length)]);
                return true;
            }
            if (!isLeft)
                target.Write(text);
            for (var missing = pad.Length == 0 ? 0 : length - count; missing > 0;)
            {
                var end = CodePoints.Offset(pad, missing);
                target.Write(pad[..end]);
                missing -= CodePoints.Count(pad[..end]);
            }
            if (isLeft)
                target.Write(text);
            return true;
        }
    }

    private readonly struct Repeat : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            for (var i = operands[1].Int(lane); i > 0 && !text.IsEmpty; i--)
                target.Write(text);
            return true;
        }
    }

    private readonly struct Replace : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var search = operands[1].Text(lane);
            var with = operands[2].Text(lane);
            while (!search.IsEmpty && text.IndexOf(search) is >= 0 and var at)
            {
                target.Write(text[..at]);
                target.Write(with);
                text = text[(at + search.Length)..];
            }
            target.Write(text);
            return true;
        }
    }

    private readonly struct Translate : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var from = operands[1].Text(lane);
            while (!text.IsEmpty)
            {
                var length = Math.Min(CodePoints.Length(text[0]), text.Length);
                var index = IndexOf(from, text[..length]);
                if (index < 0)
                    target.Write(text[..length]);
                else if (CharacterAt(operands[2].Text(lane), index) is { IsEmpty: false } replacement)
                    target.Write(replacement);
                text = text[length..];
            }
            return true;
        }

        private static int IndexOf(ReadOnlySpan<byte> characters, ReadOnlySpan<byte> character)
        {
            for (var index = 0; !characters.IsEmpty; index++)
            {
                var length = Math.Min(CodePoints.Length(characters[0]), characters.Length);
                if (characters[..length].SequenceEqual(character))
                    return index;
                characters = characters[length..];
            }
            return -1;
        }

        private static ReadOnlySpan<byte> CharacterAt(ReadOnlySpan<byte> characters, int index)
        {
            characters = characters[CodePoints.Offset(characters, index)..];
            return characters.IsEmpty ? characters : characters[..Math.Min(CodePoints.Length(characters[0]), characters.Length)];
        }
    }

    private readonly struct Character : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var code = operands[0].Long(lane);
            if (code >= 0)
                target.Advance(new Rune((int)(code & 0xFF)).EncodeToUtf8(target.GetSpan(4)));
            return true;
        }
    }

    private readonly struct Space : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var count = Math.Max(operands[0].Int(lane), 0);
            target.GetSpan(Math.Max(count, 1))[..count].Fill((byte)' ');
            target.Advance(count);
            return true;
        }
    }

    private readonly struct HexOfNumber : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            ((ulong)operands[0].Long(lane)).TryFormat(target.GetSpan(16), out var length, "X", System.Globalization.CultureInfo.InvariantCulture);
            target.Advance(length);
            return true;
        }
    }

    private readonly struct HexOfBytes : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var bytes = operands[0].Text(lane);
            target.Advance(HexText.Format(bytes, target.GetSpan(Math.Max(2 * bytes.Length, 1))));
            return true;
        }
    }

    private readonly struct Unhex : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var digits = operands[0].Text(lane);
            if (!HexText.TryParse(digits, target.GetSpan(digits.Length / 2 + 1), out var length))
                return false;
            target.Advance(length);
            return true;
        }
    }

    private readonly struct Binary : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            ((ulong)operands[0].Long(lane)).TryFormat(target.GetSpan(64), out var length, "B", System.Globalization.CultureInfo.InvariantCulture);
            target.Advance(length);
            return true;
        }
    }

    /// <summary>Groups of three digits, and decimals rounded half to even, as Java's DecimalFormat does.</summary>
    private readonly struct FormatNumber : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var digits = operands[1].Int(lane);
            if (digits < 0)
                return false;
            var text = Casts.LaneText.Of(operands[0], lane);
            if (!DecimalText.TryParseExact(Encoding.UTF8.GetBytes(text), out var unscaled, out var scale))
            {
                target.Write(Encoding.UTF8.GetBytes(text.Replace("Infinity", "∞", StringComparison.Ordinal)));
                return true;
            }
            var rounded = Numbers.Rounding.Drop(unscaled, scale - digits, Numbers.RoundingKind.HalfEven);
            Span<byte> plain = stackalloc byte[400];
            var length = DecimalText.Format(rounded, Math.Clamp(scale, 0, digits), plain);
            for (var power = scale; power < 0; power++)
                plain[length++] = (byte)'0';
            WriteGrouped(plain[..length], Math.Max(0, digits - Math.Max(scale, 0)), target);
            return true;
        }

        private static void WriteGrouped(ReadOnlySpan<byte> plain, int zeros, IBufferWriter<byte> target)
        {
            var point = plain.IndexOf((byte)'.') is >= 0 and var found ? found : plain.Length;
            for (var i = 0; i < point; i++)
            {
                target.Write(plain.Slice(i, 1));
                if (plain[i] != '-' && i + 1 < point && (point - i - 1) % 3 == 0)
                    target.Write(","u8);
            }
            if (point == plain.Length && zeros > 0)
                target.Write("."u8);
            target.Write(plain[point..]);
            for (; zeros > 0; zeros--)
                target.Write("0"u8);
        }
    }
}
