using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Functions of regular expressions, which are Java's; .NET's read nearly all of them alike.</summary>
internal static class RegexFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["rlike"] = call => new FunctionSite(new LaneTestKernel<Matches>(new Matches(new RegexCache(call)), canRaise: true), [.. call.Arguments]),
        ["regexp_extract"] = call => new FunctionSite(new TextFunctionKernel<Extract>(DataType.String, new Extract(new RegexCache(call), call.Origin), canRaise: true), [.. call.Arguments]),
        ["regexp_replace"] = call => new FunctionSite(new TextFunctionKernel<Replace>(DataType.String, new Replace(new RegexCache(call), call.Origin), canRaise: true), [.. call.Arguments]),
        ["regexp_count"] = call => new FunctionSite(new LaneFunctionKernel<int, Count>(DataType.Int, new Count(new RegexCache(call)), canRaise: true), [.. call.Arguments]),
        ["regexp_instr"] = call => new FunctionSite(new LaneFunctionKernel<int, Place>(DataType.Int, new Place(new RegexCache(call)), canRaise: true), [.. call.Arguments]),
        ["regexp_substr"] = call => new FunctionSite(new TextFunctionKernel<FirstMatch>(DataType.String, new FirstMatch(new RegexCache(call)), canRaise: true), [.. call.Arguments]),
        ["regexp_extract_all"] = call => new FunctionSite(new ExtractAllKernel(call), [.. call.Arguments]),
        ["split"] = call => new FunctionSite(new SplitKernel(call.ResultType, new RegexCache(call)), [.. call.Arguments]),
    };

    /// <summary>The last pattern of a call, compiled: nearly always the only one.</summary>
    private sealed class RegexCache(Call call)
    {
        private byte[] pattern = [];
        private Regex? regex;

        public Regex For(ReadOnlySpan<byte> text)
        {
            if (regex is not null && text.SequenceEqual(pattern))
                return regex;
            try
            {
                regex = new Regex(JavaPattern.ToDotNet(Encoding.UTF8.GetString(text)), RegexOptions.CultureInvariant);
            }
            catch (ArgumentException error)
            {
                throw new SpindleException(new ErrorClass("INVALID_PARAMETER_VALUE.PATTERN", "22023"), $"'{Encoding.UTF8.GetString(text)}' is not a regular expression: {error.Message}",
                    call.Origin, error, new Dictionary<string, string> { ["functionName"] = $"`{call.Function}`", ["parameter"] = "`regexp`", ["value"] = $"'{Encoding.UTF8.GetString(text)}'" });
            }
            pattern = text.ToArray();
            return regex;
        }
    }

    private static string String(Vector operand, int lane) => Encoding.UTF8.GetString(operand.Text(lane));

    /// <summary>The group that the third operand asks for.</summary>
    private static int GroupOf(Regex regex, ReadOnlySpan<Vector> operands, int lane, string function, Origin origin)
    {
        var group = operands.Length > 2 ? operands[2].Int(lane) : 1;
        var groups = regex.GetGroupNumbers().Length - 1;
        return group >= 0 && group <= groups ? group : throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX", "22023",
            $"the pattern has groups 0 to {groups}, not {group}", origin,
            ("functionName", $"`{function}`"), ("parameter", "`idx`"), ("groupCount", $"{groups}"), ("groupIndex", $"{group}"));
    }

    private readonly struct Count(RegexCache cache) : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            result = cache.For(operands[1].Text(lane)).Count(String(operands[0], lane));
            return true;
        }
    }

    private readonly struct Place(RegexCache cache) : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            var text = String(operands[0], lane);
            var match = cache.For(operands[1].Text(lane)).Match(text);
            result = match.Success ? match.Index + 1 : 0;
            return true;
        }
    }

    private readonly struct FirstMatch(RegexCache cache) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var match = cache.For(operands[1].Text(lane)).Match(String(operands[0], lane));
            target.Write(Encoding.UTF8.GetBytes(match.Value));
            return match.Length > 0;
        }
    }

    private sealed class ExtractAllKernel(Call call) : LaneKernel(call.ResultType, canRaise: true)
    {
        private readonly RegexCache cache = new(call);

        protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
        {
            var list = (ListBuilder)result;
            var regex = cache.For(operands[1].Text(lane));
            for (var match = regex.Match(String(operands[0], lane)); match.Success; match = match.NextMatch())
                ((BytesBuilder)list.Elements).Append(match.Groups[GroupOf(regex, operands, lane, "regexp_extract_all", call.Origin)].Value);
            list.Close();
        }
    }

    private readonly struct Matches(RegexCache cache) : ILaneTest
    {
        public bool Test(ReadOnlySpan<Vector> operands, int lane) => cache.For(operands[1].Text(lane)).IsMatch(String(operands[0], lane));
    }

    private readonly struct Extract(RegexCache cache, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var regex = cache.For(operands[1].Text(lane));
            if (regex.Match(String(operands[0], lane)) is { Success: true } match)
                target.Write(Encoding.UTF8.GetBytes(match.Groups[GroupOf(regex, operands, lane, "regexp_extract", origin)].Value));
            return true;
        }
    }

    private readonly struct Replace(RegexCache cache, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var regex = cache.For(operands[1].Text(lane));
            var text = String(operands[0], lane);
            var position = operands.Length > 3 ? operands[3].Int(lane) : 1;
            if (position < 1)
                throw EvaluationErrors.Of("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", "42K09", $"a position is at least 1, not {position}", origin);
            var result = position - 1 >= text.Length && position > 1 ? text : regex.Replace(text, Substitution(String(operands[2], lane)), -1, position - 1);
            target.Write(Encoding.UTF8.GetBytes(result));
            return true;
        }

        /// <summary>Java's replacement (<c>$1</c>, <c>\x</c> for x itself) as .NET's.</summary>
        private static string Substitution(string text)
        {
            var result = new StringBuilder();
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '\\' && i + 1 < text.Length)
                    result.Append(text[++i] == '$' ? "$$" : text[i].ToString());
                else if (text[i] == '$' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
                    result.Append("${").Append(text[++i]).Append('}');
                else
                    result.Append(text[i]);
            }
            return result.ToString();
        }
    }

    /// <summary>split(text, pattern, limit): at most limit parts where it is positive; trailing empty parts stay.</summary>
    private sealed class SplitKernel(DataType type, RegexCache cache) : LaneKernel(type, canRaise: true)
    {
        protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
        {
            var list = (ListBuilder)result;
            var parts = (BytesBuilder)list.Elements;
            var text = String(operands[0], lane);
            var limit = operands.Length > 2 ? operands[2].Int(lane) : -1;
            var (start, count) = (0, 1);
            var isEmpty = operands[1].Text(lane).IsEmpty;
            for (var match = cache.For(operands[1].Text(lane)).Match(text); match.Success && (limit <= 0 || count < limit); match = match.NextMatch())
            {
                // A match of nothing at the start gives no leading empty part.
                if (match.Length == 0 && (match.Index == 0 || (match.Index < text.Length && char.IsLowSurrogate(text[match.Index])) || (isEmpty && match.Index == text.Length)))
                    continue;
                parts.Append(text[start..match.Index]);
                start = match.Index + match.Length;
                count++;
            }
            parts.Append(text[start..]);
            list.Close();
        }
    }
}
