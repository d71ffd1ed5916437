using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Codecs;

/// <summary>Functions of URLs. The last argument of parse_url and url_decode says whether bad text is an error or null.</summary>
internal static class UrlFunctions
{
    private static readonly TimeSpan PatternDeadline = TimeSpan.FromSeconds(10);

    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["url_encode"] = call => Write(call, default(Encode), 1),
        ["url_decode"] = call => Write(call, new Decode(Raises(call), call.Origin), 1),
        ["parse_url"] = call => Write(call, new Parse(Raises(call), call.Origin), call.Arguments.Count - 1),
    };

    private static bool Raises(Call call) => call.Arguments[^1] is Literal { Value: true };

    private static FunctionSite Write<TFunction>(Call call, TFunction function, int operands) where TFunction : struct, ITextFunction =>
        new(new TextFunctionKernel<TFunction>(call.ResultType, function, call.Traits.HasFlag(FunctionTraits.CanRaise)), [.. call.Arguments.Take(operands)]);

    /// <summary>As HTML forms are sent: letters, digits and <c>.-*_</c> stay, a space is a plus, other bytes are %XX.</summary>
    private readonly struct Encode : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var span = target.GetSpan(3 * text.Length + 1);
            var length = 0;
            foreach (var value in text)
            {
                if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'.' or (byte)'-' or (byte)'*' or (byte)'_')
                {
                    span[length++] = value;
                }
                else if (value == ' ')
                {
                    span[length++] = (byte)'+';
                }
                else
                {
                    span[length++] = (byte)'%';
                    length += HexText.Format([value], span[length..]);
                }
            }

            target.Advance(length);
            return true;
        }
    }

    private readonly struct Decode(bool raises, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var span = target.GetSpan(text.Length + 1);
            var length = 0;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != '%')
                {
                    span[length++] = text[i] == '+' ? (byte)' ' : text[i];
                    continue;
                }

                if (i + 2 >= text.Length || !HexText.TryParse(text.Slice(i + 1, 2), span[length..], out _))
                {
                    if (!raises)
                        return false;
                    var url = Encoding.UTF8.GetString(text);
                    throw EvaluationErrors.Of("CANNOT_DECODE_URL", "22546", $"'{url}' holds a percent sign without two hexadecimal digits behind it; try_url_decode gives null for it", origin, ("url", url));
                }

                length++;
                i += 2;
            }

            target.Advance(length);
            return true;
        }
    }

    /// <summary>A part of a URL; with a key, a value of the query. The key is a regular expression's part, as in Spark.</summary>
    private readonly struct Parse(bool raises, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = Encoding.UTF8.GetString(operands[0].Text(lane));
            if (!UrlText.TryParse(text, out var url))
            {
                return raises ? throw EvaluationErrors.Of("INVALID_URL", "22P02", $"'{text}' is no URL; try_parse_url gives null for it", origin, ("url", text)) : false;
            }

            var part = operands[1].Text(lane);
            if (operands.Length == 2)
                return Put(Part(url, part), target);
            if (!part.SequenceEqual("QUERY"u8) || url.Query is not { } query)
                return false;
            var pattern = JavaPattern.ToDotNet($"(&|^){Encoding.UTF8.GetString(operands[2].Text(lane))}=([^&]*)");
            var match = Regex.Match(query, pattern, RegexOptions.CultureInvariant, PatternDeadline);
            return match.Success && Put(match.Groups[2].Value, target);
        }

        private static string? Part(UrlText url, ReadOnlySpan<byte> name) => name switch
        {
            _ when name.SequenceEqual("HOST"u8) => url.Host,
            _ when name.SequenceEqual("PATH"u8) => url.Path,
            _ when name.SequenceEqual("QUERY"u8) => url.Query,
            _ when name.SequenceEqual("REF"u8) => url.Fragment,
            _ when name.SequenceEqual("PROTOCOL"u8) => url.Scheme,
            _ when name.SequenceEqual("FILE"u8) => url.Query is null ? url.Path : $"{url.Path}?{url.Query}",
            _ when name.SequenceEqual("AUTHORITY"u8) => url.Authority,
            _ when name.SequenceEqual("USERINFO"u8) => url.UserInfo,
            _ => null,
        };

        private static bool Put(string? text, IBufferWriter<byte> target)
        {
            if (text is not null)
                Encoding.UTF8.GetBytes(text, target);
            return text is not null;
        }
    }
}
