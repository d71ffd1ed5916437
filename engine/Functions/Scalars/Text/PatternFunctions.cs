using System.Buffers;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Text;

/// <summary>LIKE and ILIKE.</summary>
internal static class PatternFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["like"] = call => Like(call, ignoreCase: false),
        ["ilike"] = call => Like(call, ignoreCase: true),
    };

    private static FunctionSite Like(Call call, bool ignoreCase)
    {
        var escape = call.Arguments.Count > 2 && call.Arguments[2] is Literal { Value: ByteString given } ? given : ByteString.Of("\\");
        if (call.Arguments[1] is Literal { Value: ByteString pattern })
        {
            // A pattern that is not one must be a row's error, so that a table without rows has none.
            try
            {
                return ignoreCase
                    ? new FunctionSite(new TextTestKernel<FoldedLikeTest>(new FoldedLikeTest(LikePattern.Parse(CaseFolding.Lower(pattern.Span), escape.Span, call.Origin))), call.Arguments[0])
                    : new FunctionSite(new TextTestKernel<LikeTest>(new LikeTest(LikePattern.Parse(pattern.Span, escape.Span, call.Origin))), call.Arguments[0]);
            }
            catch (SpindleException)
            {
            }
        }
        return new FunctionSite(new AnyLikeKernel(escape, ignoreCase, call.Origin), call.Arguments[0], call.Arguments[1]);
    }

    private readonly struct LikeTest(LikePattern pattern) : ITextTest
    {
        public bool Test(ReadOnlySpan<byte> text) => pattern.Matches(text);
    }

    private readonly struct FoldedLikeTest(LikePattern pattern) : ITextTest
    {
        private readonly ArrayBufferWriter<byte> lower = new(256);

        public bool Test(ReadOnlySpan<byte> text)
        {
            lower.ResetWrittenCount();
            CaseFolding.Lower(text, lower);
            return pattern.Matches(lower.WrittenSpan);
        }
    }

    /// <summary>A pattern a row.</summary>
    private sealed unsafe class AnyLikeKernel(ByteString escape, bool ignoreCase, Origin origin) : LaneKernel(DataType.Boolean, canRaise: true)
    {
        protected override void Append(ReadOnlySpan<Vector> operands, int lane, VectorBuilder result)
        {
            var text = ignoreCase ? CaseFolding.Lower(operands[0].Text(lane)) : operands[0].Text(lane);
            var pattern = ignoreCase ? CaseFolding.Lower(operands[1].Text(lane)) : operands[1].Text(lane);
            ((BooleanBuilder)result).Append(LikePattern.Parse(pattern, escape.Span, origin).Matches(text));
        }
    }
}
