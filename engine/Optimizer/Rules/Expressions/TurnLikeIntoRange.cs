using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Optimizer.Rules.Expressions;

/// <summary>
/// A pattern without wildcards is an equality, one whose only wildcard is a closing % a range, which statistics can answer.
/// <code>x LIKE 'forest%'  =>  x >= 'forest' AND x &lt; 'foresu'</code>
/// </summary>
internal sealed class TurnLikeIntoRange : ExpressionRule
{
    public override Expression Rewrite(Expression expression)
    {
        if (expression is not Call { Function: "like", Arguments: [var text, Literal { Value: ByteString pattern }, Literal { Value: ByteString { Length: 1 } escapes }] } like
            || text.Type is not StringType { Collation: StringType.Utf8Binary } type)
            return expression;
        var bytes = pattern.Span;
        var open = bytes.Length > 0 && bytes[^1] == '%';
        var prefix = open ? bytes[..^1] : bytes;
        if (prefix.ContainsAny((byte)'%', (byte)'_', escapes.Span[0]))
            return expression;
        if (!open)
            return new Comparison(ComparisonOperator.Equal, text, Text(prefix, type)) { Origin = like.Origin };
        if (prefix.Length == 0 || prefix[^1] == 0xff || !text.IsDeterministic || text is not ColumnReference)
            return expression;

        // Byte order is the order of UTF-8 strings: those that start with a prefix are all below the prefix with its last byte one higher.
        var next = prefix.ToArray();
        next[^1]++;
        return new And(
            new Comparison(ComparisonOperator.GreaterOrEqual, text, Text(prefix, type)) { Origin = like.Origin },
            new Comparison(ComparisonOperator.Less, text, Text(next, type)) { Origin = like.Origin });
    }

    private static Literal Text(ReadOnlySpan<byte> bytes, StringType type) => new(ByteString.Of(bytes), type);
}
