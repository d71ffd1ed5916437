using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Functions that look into text and give numbers or conditions.</summary>
internal static class SearchFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["length"] = call => call.Arguments[0].Type is BinaryType ? Measure<ByteCount>(call) : Measure<CodePointCount>(call),
        ["octet_length"] = Measure<ByteCount>,
        ["bit_length"] = Measure<BitCount>,
        ["ascii"] = Measure<FirstCodePoint>,
        ["instr"] = call => new FunctionSite(new LaneFunctionKernel<int, Instr>(DataType.Int, default), [.. call.Arguments]),
        ["locate"] = call => new FunctionSite(new LocateKernel(), [.. call.Arguments]),
        ["instr_from"] = call => new FunctionSite(new LaneFunctionKernel<int, InstrFrom>(DataType.Int, new InstrFrom(call.Origin), canRaise: true), [.. call.Arguments]),
        ["levenshtein"] = call => new FunctionSite(new LevenshteinKernel(), [.. call.Arguments]),
        ["contains"] = call => Test(call, default(Contains)),
        ["startswith"] = call => Test(call, default(StartsWith)),
        ["endswith"] = call => Test(call, default(EndsWith)),
    };

    private static FunctionSite Measure<TMeasure>(Call call) where TMeasure : struct, ITextMeasure<int> =>
        new(new TextMeasureKernel<int, TMeasure>(DataType.Int, default), call.Arguments[0]);

    private static FunctionSite Test<TTest>(Call call, TTest test) where TTest : struct, ILaneTest => new(new LaneTestKernel<TTest>(test), [.. call.Arguments]);

    /// <summary>The position, from 1, of a part at or after a position; 0 where it is not.</summary>
    private static int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part, int start)
    {
        if (start < 1)
            return 0;
        if (part.IsEmpty)
            return 1;
        var from = CodePoints.Offset(text, start - 1);
        var at = text[from..].IndexOf(part);
        return at < 0 ? 0 : start + CodePoints.Count(text.Slice(from, at));
    }

    private readonly struct ByteCount : ITextMeasure<int>
    {
        public int Measure(ReadOnlySpan<byte> text) => text.Length;
    }

    private readonly struct BitCount : ITextMeasure<int>
    {
        public int Measure(ReadOnlySpan<byte> text) => text.Length * 8;
    }

    private readonly struct CodePointCount : ITextMeasure<int>
    {
        public int Measure(ReadOnlySpan<byte> text) => CodePoints.Count(text);
    }

    private readonly struct FirstCodePoint : ITextMeasure<int>
    {
        public int Measure(ReadOnlySpan<byte> text)
        {
            if (text.IsEmpty)
                return 0;
            System.Text.Rune.DecodeFromUtf8(text, out var rune, out _);
            return rune.Value;
        }
    }

    private readonly struct Instr : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            result = Find(operands[0].Text(lane), operands[1].Text(lane), 1);
            return true;
        }
    }

    /// <summary>instr(text, part, start, occurrence): looks from the end backwards where the start is negative.</summary>
    private readonly struct InstrFrom(Columnar.Errors.Origin origin) : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            var text = operands[0].Text(lane);
            var part = operands[1].Text(lane);
            var (start, occurrence) = (operands[2].Int(lane), operands[3].Int(lane));
            if (occurrence < 1)
            {
                throw Evaluation.EvaluationErrors.Of("INVALID_PARAMETER_VALUE.OCCURRENCE", "22023", $"occurrences count from 1, not {occurrence}", origin,
                    ("functionName", "`instr`"), ("parameter", "`occurrence`"), ("actual", $"{occurrence}"));
            }

            result = start == 0 ? 0 : part.IsEmpty ? 1 : start > 0 ? Forward(text, part, start, occurrence) : Backward(text, part, start, occurrence);
            return true;
        }

        private static int Forward(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part, int start, int occurrence)
        {
            var at = Find(text, part, start);
            for (; occurrence > 1 && at > 0; occurrence--)
                at = Find(text, part, at + 1);
            return at;
        }

        private static int Backward(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part, int start, int occurrence)
        {
            var last = CodePoints.Count(text) + (long)start;
            if (last < 0)
                return 0;
            for (var at = CodePoints.Offset(text, (int)last); at >= 0; at--)
                if (text[at..].StartsWith(part) && --occurrence == 0)
                    return CodePoints.Count(text[..at]) + 1;
            return 0;
        }
    }

    /// <summary>locate(part, text, start): 0 for a null start, null for another null.</summary>
    private sealed class LocateKernel() : LaneKernel(DataType.Int, canRaise: false, nullIntolerant: false)
    {
        protected override void Append(ReadOnlySpan<Vector> operands, int lane, Columnar.Builders.VectorBuilder result)
        {
            if (operands[2].IsNull(lane))
                result.Append(0);
            else if (operands[0].IsNull(lane) || operands[1].IsNull(lane))
                result.AppendNull();
            else
                result.Append(Find(operands[1].Text(lane), operands[0].Text(lane), operands[2].Int(lane)));
        }
    }

    /// <summary>levenshtein(left, right[, threshold]): -1 where more edits are needed than the threshold; a null threshold in a row is 0.</summary>
    private sealed class LevenshteinKernel() : LaneKernel(DataType.Int, canRaise: false, nullIntolerant: false)
    {
        private readonly List<int> left = [];
        private readonly List<int> right = [];
        private int[] row = [];

        protected override void Append(ReadOnlySpan<Vector> operands, int lane, Columnar.Builders.VectorBuilder result)
        {
            if (operands[0].IsNull(lane) || operands[1].IsNull(lane))
            {
                result.AppendNull();
                return;
            }

            var distance = Distance(operands[0].Text(lane), operands[1].Text(lane));
            var threshold = operands.Length < 3 ? int.MaxValue : operands[2].IsNull(lane) ? 0 : operands[2].Int(lane);
            ((Columnar.Builders.FixedBuilder<int>)result).Append(distance > threshold ? -1 : distance);
        }

        private int Distance(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
        {
            Decode(first, left);
            Decode(second, right);
            if (row.Length <= right.Count)
                row = new int[right.Count + 1];
            for (var k = 0; k <= right.Count; k++)
                row[k] = k;
            for (var i = 1; i <= left.Count; i++)
            {
                var diagonal = row[0];
                row[0] = i;
                for (var k = 1; k <= right.Count; k++)
                {
                    var above = row[k];
                    row[k] = Math.Min(Math.Min(above, row[k - 1]) + 1, diagonal + (left[i - 1] == right[k - 1] ? 0 : 1));
                    diagonal = above;
                }
            }

            return row[right.Count];
        }

        private static void Decode(ReadOnlySpan<byte> text, List<int> runes)
        {
            runes.Clear();
            while (!text.IsEmpty)
            {
                System.Text.Rune.DecodeFromUtf8(text, out var rune, out var length);
                runes.Add(rune.Value);
                text = text[length..];
            }
        }
    }

    private readonly struct Contains : ILaneTest
    {
        public bool Test(ReadOnlySpan<Vector> operands, int lane) => operands[0].Text(lane).IndexOf(operands[1].Text(lane)) >= 0;
    }

    private readonly struct StartsWith : ILaneTest
    {
        public bool Test(ReadOnlySpan<Vector> operands, int lane) => operands[0].Text(lane).StartsWith(operands[1].Text(lane));
    }

    private readonly struct EndsWith : ILaneTest
    {
        public bool Test(ReadOnlySpan<Vector> operands, int lane) => operands[0].Text(lane).EndsWith(operands[1].Text(lane));
    }
}
