using System.Buffers;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;

namespace Spindle.Functions.Scalars.Text;

/// <summary>regexp_replace(text, pattern, replacement[, position]): every match from the position on.</summary>
internal readonly struct RegexReplacement(RegexCache cache, Origin origin) : ITextFunction
{
    private readonly Replacement last = new();

    public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
    {
        var regex = cache.For(operands[1].Text(lane));
        var text = cache.Decode(operands[0].Text(lane));
        last.Turn(operands[2].Text(lane));
        var position = operands.Length > 3 ? operands[3].Int(lane) : 1;
        if (position < 1)
            throw EvaluationErrors.Of("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", "42K09", $"a position is at least 1, not {position}", origin);
        if (position - 1 >= text.Length && position > 1)
        {
            target.Write(operands[0].Text(lane));
            return true;
        }

        // Only the general way tells where groups are.
        if (last.HasGroups)
        {
            Encoding.UTF8.GetBytes(regex.Replace(text.ToString(), last.Substitution, -1, position - 1), target);
            return true;
        }

        var start = 0;
        foreach (var match in regex.EnumerateMatches(text, position - 1))
        {
            Encoding.UTF8.GetBytes(text[start..match.Index], target);
            target.Write(last.Plain);
            start = match.Index + match.Length;
        }

        Encoding.UTF8.GetBytes(text[start..], target);
        return true;
    }

    /// <summary>The last replacement read: Java's (<c>$1</c> a group, <c>\x</c> x itself).</summary>
    private sealed class Replacement
    {
        private byte[]? written;

        /// <summary>Whether it refers to groups.</summary>
        public bool HasGroups { get; private set; }

        /// <summary>What is written where it refers to none.</summary>
        public byte[] Plain { get; private set; } = [];

        /// <summary>As .NET writes it.</summary>
        public string Substitution { get; private set; } = "";

        public void Turn(ReadOnlySpan<byte> given)
        {
            if (written is not null && given.SequenceEqual(written))
                return;
            written = given.ToArray();
            HasGroups = false;
            var text = Encoding.UTF8.GetString(given);
            var (plain, substitution) = (new StringBuilder(), new StringBuilder());
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '$' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
                {
                    HasGroups = true;
                    substitution.Append("${").Append(text[++i]).Append('}');
                    continue;
                }

                if (text[i] == '\\' && i + 1 < text.Length)
                    i++;
                plain.Append(text[i]);
                substitution.Append(text[i] == '$' ? "$$" : text[i].ToString());
            }

            Plain = Encoding.UTF8.GetBytes(plain.ToString());
            Substitution = substitution.ToString();
        }
    }
}
