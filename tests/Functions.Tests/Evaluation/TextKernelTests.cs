using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using static Spindle.Functions.Tests.Evaluation.EvaluationFixture;

namespace Spindle.Functions.Tests.Evaluation;

/// <summary>Kernels over UTF-8 against .NET's strings, over random forms and selections.</summary>
public class TextKernelTests
{
    private const int Rows = 200;

    private static readonly string[] Pieces = ["a", "B", " ", "ß", "é", "É", "ı", "𝔘", "名", "ǆ", ",", ", ", "--", "x1", "77", "The", "", "Σ", "user@mail.com"];

    [Fact]
    public void Case_by_code_points()
    {
        using var fixture = new EvaluationFixture(51);
        var texts = Texts(fixture.Chance);
        Compare(fixture, "upper", texts, text => text.Replace("ß", "SS", StringComparison.Ordinal).ToUpperInvariant());
        Compare(fixture, "lower", texts, text => text.ToLowerInvariant());
        Compare(fixture, "reverse", texts, text => string.Concat(text.EnumerateRunes().Reverse().Select(r => r.ToString())));
        Compare(fixture, "initcap", texts, text => string.Join(' ', text.ToLowerInvariant().Split(' ')
            .Select(word => word.EnumerateRunes().FirstOrDefault().ToString() is var first && word.Length > 0 ? first.Replace("ß", "SS", StringComparison.Ordinal).ToUpperInvariant() + word[first.Length..] : word)));
    }

    [Fact]
    public void Digests()
    {
        using var fixture = new EvaluationFixture(52);
        var bytes = Enumerable.Range(0, Rows).Select(i => i % 7 == 3 ? null : (object?)ByteString.Of(new string('x', i) + Pieces[i % Pieces.Length])).ToArray();
        fixture.Compare(Function("md5", DataType.String, Column(0, DataType.Binary)), row => Digits(MD5.HashData, bytes[row]), (DataType.Binary, bytes));
        fixture.Compare(Function("sha", DataType.String, Column(0, DataType.Binary)), row => Digits(SHA1.HashData, bytes[row]), (DataType.Binary, bytes));

        static ByteString? Digits(Func<byte[], byte[]> digest, object? message) => message is ByteString text ? ByteString.Of(Convert.ToHexStringLower(digest(text.Span.ToArray()))) : null;
    }

    [Fact]
    public void Whole_numbers_as_text()
    {
        using var fixture = new EvaluationFixture(57);
        // Where the number of digits changes, with either sign, and numbers of every length.
        var powers = Enumerable.Range(0, 19).Select(i => (long)Math.Pow(10, i));
        List<long> numbers = [long.MinValue, long.MaxValue, int.MinValue, int.MaxValue, short.MinValue, sbyte.MinValue, .. powers.SelectMany(p => new[] { p - 1, p, p + 1, 1 - p, -p, -p - 1 })];
        for (var i = 0; i < 600; i++)
            numbers.Add(fixture.Chance.NextInt64(long.MinValue, long.MaxValue) >> fixture.Chance.Next(64));
        Check<long>(DataType.Long);
        Check<int>(DataType.Int);
        Check<short>(DataType.Short);
        Check<sbyte>(DataType.Byte);

        void Check<T>(DataType type) where T : System.Numerics.IBinaryInteger<T>
        {
            object?[] values = [.. numbers.Select((n, i) => i % 11 == 5 ? null : (object?)T.CreateTruncating(n))];
            fixture.Compare(new Cast(Column(0, type), DataType.String, EvaluationMode.Ansi), row => values[row] is T value ? ByteString.Of(value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)) : null, (type, values));
        }
    }

    [Theory]
    [InlineData(",")]
    [InlineData(", ")]
    [InlineData("--")]
    [InlineData("[ ,]+")]
    [InlineData("(?=é)")]
    [InlineData("[a-zé]")]
    public void Splits(string pattern)
    {
        using var fixture = new EvaluationFixture(53);
        var texts = Texts(fixture.Chance);
        foreach (var limit in new[] { -1, 0, 1, 3 })
        {
            fixture.Compare(Function("split", new ArrayType(DataType.String, false), Column(0, DataType.String), Literal.Of(pattern), Literal.Of(limit)), row => texts[row] is null ? null
                : Parts(texts[row]!, pattern, limit).Select(p => (object?)ByteString.Of(p)).ToValueList(), (DataType.String, Boxed(texts)));
        }

        static IEnumerable<string> Parts(string text, string pattern, int limit)
        {
            var start = 0;
            foreach (var match in Regex.Matches(text, pattern).Where(m => m.Length > 0 || m.Index > 0).Take(limit > 0 ? limit - 1 : int.MaxValue))
            {
                yield return text[start..match.Index];
                start = match.Index + match.Length;
            }

            yield return text[start..];
        }
    }

    [Theory]
    [InlineData("[a-z]+", "*")]
    [InlineData("([a-z]+)([0-9])", "$2-$1")]
    [InlineData("é", "\\$é")]
    [InlineData("", "_")]
    public void Patterns_are_replaced_and_found(string pattern, string replacement)
    {
        using var fixture = new EvaluationFixture(54);
        var texts = Texts(fixture.Chance);
        var column = Column(0, DataType.String);
        var dotNet = replacement.Replace("\\$", "$$", StringComparison.Ordinal);
        fixture.Compare(Function("regexp_replace", DataType.String, column, Literal.Of(pattern), Literal.Of(replacement)),
            row => texts[row] is { } text ? ByteString.Of(Regex.Replace(text, pattern, dotNet)) : null, (DataType.String, Boxed(texts)));
        fixture.Compare(Function("regexp_count", DataType.Int, column, Literal.Of(pattern)), row => texts[row] is { } text ? Regex.Count(text, pattern) : null, (DataType.String, Boxed(texts)));
        fixture.Compare(Function("rlike", DataType.Boolean, column, Literal.Of(pattern)), row => texts[row] is { } text ? Regex.IsMatch(text, pattern) : null, (DataType.String, Boxed(texts)));
        fixture.Compare(Function("regexp_extract", DataType.String, column, Literal.Of(pattern), Literal.Of(0)),
            row => texts[row] is { } text ? ByteString.Of(Regex.Match(text, pattern).Value) : null, (DataType.String, Boxed(texts)));
        fixture.Compare(Function("regexp_instr", DataType.Int, column, Literal.Of(pattern), Literal.Of(0)),
            row => texts[row] is { } text ? Regex.Match(text, pattern) is { Success: true } match ? match.Index + 1 : 0 : null, (DataType.String, Boxed(texts)));
    }

    [Fact]
    public void Likeness()
    {
        using var fixture = new EvaluationFixture(55);
        var (left, right) = (Texts(fixture.Chance), Texts(fixture.Chance));
        fixture.Compare(Function("jaro_winkler_similarity", DataType.Double, Column(0, DataType.String), Column(1, DataType.String)),
            row => left[row] is { } a && right[row] is { } b ? JaroWinkler([.. a.EnumerateRunes()], [.. b.EnumerateRunes()]) : null, (DataType.String, Boxed(left)), (DataType.String, Boxed(right)));

        static double JaroWinkler(Rune[] left, Rune[] right)
        {
            if (left.Length + right.Length == 0)
                return 1;
            var window = Math.Max(0, Math.Max(left.Length, right.Length) / 2 - 1);
            var pairs = new List<(int Left, int Right)>();
            for (var i = 0; i < left.Length; i++)
            {
                var at = Enumerable.Range(0, right.Length).Where(j => Math.Abs(i - j) <= window && left[i] == right[j] && pairs.TrueForAll(p => p.Right != j)).DefaultIfEmpty(-1).First();
                if (at >= 0)
                    pairs.Add((i, at));
            }

            double m = pairs.Count;
            var moved = pairs.OrderBy(p => p.Right).Zip(pairs).Count(p => right[p.First.Right] != left[p.Second.Left]) / 2;
            var jaro = m == 0 ? 0 : (m / left.Length + m / right.Length + (m - moved) / m) / 3.0;
            return jaro + left.Zip(right).Take(4).TakeWhile(p => p.First == p.Second).Count() * 0.1 * (1 - jaro);
        }
    }

    private static void Compare(EvaluationFixture fixture, string function, string?[] texts, Func<string, string> expected) =>
        fixture.Compare(Function(function, DataType.String, Column(0, DataType.String)), row => texts[row] is { } text ? ByteString.Of(expected(text)) : null, (DataType.String, Boxed(texts)));

    private static Call Function(string id, DataType type, params Expression[] arguments) => new(id, id, [.. arguments], type, true, FunctionTraits.None);

    private static object?[] Boxed(string?[] texts) => [.. texts.Select(t => t is null ? null : (object)ByteString.Of(t))];

    /// <summary>Half of them ASCII.</summary>
    private static string?[] Texts(Random chance) => [.. Enumerable.Range(0, Rows).Select(i => chance.Next(9) == 0 ? null
        : string.Concat(Enumerable.Range(0, chance.Next(14)).Select(_ => Pieces[chance.Next(Pieces.Length)]).Where(p => i % 2 == 0 || Ascii.IsValid(p))))];
}
