using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Functions that measure, check or take text apart.</summary>
internal static class CheckFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["find_in_set"] = call => new FunctionSite(new LaneFunctionKernel<int, FindInSet>(DataType.Int, default), [.. call.Arguments]),
        ["luhn_check"] = call => new FunctionSite(new TextTestKernel<Luhn>(default), call.Arguments[0]),
        ["is_valid_utf8"] = call => new FunctionSite(new TextTestKernel<IsValid>(default), call.Arguments[0]),
        ["jaro_winkler_similarity"] = call => new FunctionSite(new LaneFunctionKernel<double, Likeness>(DataType.Double, default), [.. call.Arguments]),
        ["sentences"] = call => new FunctionSite(new SentencesKernel(call.ResultType), [.. call.Arguments]),
    };

    private readonly struct FindInSet : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            var wanted = operands[0].Text(lane);
            var set = operands[1].Text(lane);
            result = 0;
            if (wanted.Contains((byte)','))
                return true;
            for (var number = 1; ; number++)
            {
                var end = set.IndexOf((byte)',');
                if ((end < 0 ? set : set[..end]).SequenceEqual(wanted))
                {
                    result = number;
                    return true;
                }

                if (end < 0)
                    return true;
                set = set[(end + 1)..];
            }
        }
    }

    private readonly struct Luhn : ITextTest
    {
        public bool Test(ReadOnlySpan<byte> text)
        {
            var sum = 0;
            for (var i = 0; i < text.Length; i++)
            {
                var digit = text[^(i + 1)] - '0';
                if (digit is < 0 or > 9)
                    return false;
                var weighed = (i & 1) == 0 ? digit : digit * 2;
                sum += weighed > 9 ? weighed - 9 : weighed;
            }

            return !text.IsEmpty && sum % 10 == 0;
        }
    }

    private readonly struct IsValid : ITextTest
    {
        public bool Test(ReadOnlySpan<byte> text) => System.Text.Unicode.Utf8.IsValid(text);
    }

    private readonly struct Likeness : ILaneFunction<double>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out double result)
        {
            result = JaroWinkler.Similarity(operands[0].Text(lane), operands[1].Text(lane));
            return true;
        }
    }

    /// <summary>Sentences end at . ! or ? before a space or the end; words are runs of letters, digits and apostrophes.</summary>
    private sealed class SentencesKernel(DataType type) : LaneKernel(type, canRaise: false, nullIntolerant: false)
    {
        protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
        {
            if (operands[0].IsNull(lane))
            {
                result.AppendNull();
                return;
            }

            var sentences = (ListBuilder)result;
            var words = (ListBuilder)sentences.Elements;
            var texts = (BytesBuilder)words.Elements;
            var text = Encoding.UTF8.GetString(operands[0].Text(lane));
            var (start, count) = (-1, 0);
            for (var i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && IsInWord(text, i) && (start < 0 || IsIdeograph(text[i]) == IsIdeograph(text[i - 1])))
                {
                    start = start < 0 ? i : start;
                    continue;
                }

                if (start >= 0)
                {
                    texts.Append(text[start..i]);
                    count++;
                }

                start = i < text.Length && IsInWord(text, i) ? i : -1;
                if (count > 0 && (i == text.Length || (text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])))))
                {
                    words.Close();
                    count = 0;
                }
            }

            sentences.Close();
        }

        private static bool IsIdeograph(char character) => character is (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\u3040' and <= '\u30FF');

        private static bool IsInWord(string text, int at) => char.IsLetterOrDigit(text[at])
            || (text[at] is '\'' or '.' && at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]));
    }
}
