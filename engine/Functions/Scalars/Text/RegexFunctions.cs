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
        ["regexp_replace"] = call => new FunctionSite(new TextFunctionKernel<RegexReplacement>(DataType.String, new RegexReplacement(new RegexCache(call), call.Origin), canRaise: true), [.. call.Arguments]),
        ["regexp_count"] = call => new FunctionSite(new LaneFunctionKernel<int, Count>(DataType.Int, new Count(new RegexCache(call)), canRaise: true), [.. call.Arguments]),
        ["regexp_instr"] = call => new FunctionSite(new LaneFunctionKernel<int, Place>(DataType.Int, new Place(new RegexCache(call)), canRaise: true), [.. call.Arguments]),
        ["regexp_substr"] = call => new FunctionSite(new TextFunctionKernel<FirstMatch>(DataType.String, new FirstMatch(new RegexCache(call)), canRaise: true), [.. call.Arguments]),
        ["regexp_extract_all"] = call => new FunctionSite(new ExtractAllKernel(call), [.. call.Arguments]),
        ["split"] = call => new FunctionSite(new SplitKernel(call.ResultType, new RegexCache(call)), [.. call.Arguments]),
    };

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
            result = cache.For(operands[1].Text(lane)).Count(cache.Decode(operands[0].Text(lane)));
            return true;
        }
    }

    private readonly struct Place(RegexCache cache) : ILaneFunction<int>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out int result)
        {
            result = 0;
            foreach (var match in cache.For(operands[1].Text(lane)).EnumerateMatches(cache.Decode(operands[0].Text(lane))))
            {
                result = match.Index + 1;
                break;
            }

            return true;
        }
    }

    private readonly struct FirstMatch(RegexCache cache) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = cache.Decode(operands[0].Text(lane));
            foreach (var match in cache.For(operands[1].Text(lane)).EnumerateMatches(text))
            {
                Encoding.UTF8.GetBytes(text.Slice(match.Index, match.Length), target);
                return match.Length > 0;
            }

            return false;
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
        public bool Test(ReadOnlySpan<Vector> operands, int lane) => cache.For(operands[1].Text(lane)).IsMatch(cache.Decode(operands[0].Text(lane)));
    }

    private readonly struct Extract(RegexCache cache, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var regex = cache.For(operands[1].Text(lane));
            var text = cache.Decode(operands[0].Text(lane));
            foreach (var match in regex.EnumerateMatches(text))
            {
                var group = GroupOf(regex, operands, lane, "regexp_extract", origin);
                // Only the general way tells where groups are.
                if (group == 0)
                    Encoding.UTF8.GetBytes(text.Slice(match.Index, match.Length), target);
                else
                    Encoding.UTF8.GetBytes(regex.Match(text.ToString()).Groups[group].ValueSpan, target);
                break;
            }

            return true;
        }
    }
}
