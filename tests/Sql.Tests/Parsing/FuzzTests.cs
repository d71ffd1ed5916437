using Spindle.Columnar.Errors;
using Spindle.Sql.Parsing;
using Spindle.Testing;

namespace Spindle.Sql.Tests.Parsing;

/// <summary>Broken texts: whatever comes in, the parser answers with a plan or with one clear error, soon.</summary>
public class FuzzTests
{
    private static readonly string[] Fragments =
    [
        "SELECT", "FROM", "WHERE", "(", ")", ",", ".", "*", "'", "\"", "`", "/*", "*/", "--", "JOIN", "LATERAL", "VIEW", "ON", "USING", "GROUP BY", "ORDER BY", "UNION", "CASE", "WHEN", "END", "NOT", "IN",
        "BETWEEN", "AND", "LIKE", "INTERVAL", "'1' DAY", "1e3", "12L", "1.5BD", "::", "[", "]", "->", "=>", "|>", "OVER", "WINDOW", "VALUES", "WITH", "x", "1", "DATE '2020-01-01'", "/*+ ", "CAST(", "AS",
        "INT", ">>", "ARRAY<", "GROUPING SETS", "PIVOT", "EXISTS(", "\\", "\0", "é", "😀", "NULLS FIRST", "ROWS BETWEEN", "INSERT INTO", "CREATE TABLE", "EXPLAIN", "SET", "IDENTIFIER(", ";",
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void MutatedStatementsGiveAPlanOrAnError(int half)
    {
        var corpus = Corpus();
        var seed = 2 * FuzzInputs.FirstSeed + half;
        var random = new Random(seed);
        for (var i = 0; i < FuzzInputs.Count / 2; i++)
        {
            var text = corpus[random.Next(corpus.Count)];
            for (var mutations = random.Next(1, 4); mutations > 0; mutations--)
                text = Mutate(text, corpus, random);
            Check(text, seed, i);
        }
    }

    private static string Mutate(string text, List<string> corpus, Random random)
    {
        if (text.Length == 0)
            return Fragments[random.Next(Fragments.Length)];
        var at = random.Next(text.Length);
        switch (random.Next(8))
        {
            case 0:
                return text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
            case 1:
                return text.Insert(at, ((char)random.Next(1, 256)).ToString());
            case 2:
                return string.Concat(text.AsSpan(0, at), ((char)random.Next(32, 127)).ToString(), text.AsSpan(at + 1));
            case 3:
                return text.Insert(at, " " + Fragments[random.Next(Fragments.Length)] + " ");
            case 4:
                var words = text.Split(' ');
                var (a, b) = (random.Next(words.Length), random.Next(words.Length));
                (words[a], words[b]) = (words[b], words[a]);
                return string.Join(' ', words);
            case 5:
                return text[..at];
            case 6:
                var length = Math.Min(random.Next(1, 40), text.Length - at);
                return text.Insert(at, text.Substring(at, length));
            default:
                var other = corpus[random.Next(corpus.Count)];
                return text[..at] + other[random.Next(other.Length)..];
        }
    }

    private static void Check(string text, int seed, int iteration)
    {
        try
        {
            _ = SqlParser.ParseStatement(text).ToString();
        }
        catch (SpindleException error)
        {
            Assert.True(error.SqlText is not null, $"seed {seed}, iteration {iteration}: no text with {error.Message}: {text}");
            Assert.InRange(error.Origin.Start, 0, text.Length);
            Assert.StartsWith("error ", ErrorText.Render(error), StringComparison.Ordinal);
        }
        catch (Exception error)
        {
            Assert.Fail($"seed {seed}, iteration {iteration}: {error.GetType().Name} {error.Message}\n{error.StackTrace}\n{text}");
        }
    }

    private static List<string> Corpus()
    {
        var corpus = new List<string>
        {
            "SELECT a, sum(b) OVER (PARTITION BY c ORDER BY d ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t WHERE x IN (1, 2) AND y LIKE 'a%' ESCAPE '!' GROUP BY ALL",
            "WITH a(x) AS (VALUES (1), (2)) SELECT * EXCEPT (y), transform(arr, (e, i) -> e + i) FROM a LEFT JOIN LATERAL (SELECT 1) b ON true ORDER BY 1 DESC NULLS LAST LIMIT 10",
            "SELECT CASE a WHEN 1 THEN INTERVAL '1-2' YEAR TO MONTH ELSE CAST(x AS STRUCT<a: ARRAY<INT>>) END::string, t.a[0].b FROM s.t TABLESAMPLE (10 PERCENT) PIVOT (sum(a) FOR b IN (1, 2))",
            "CREATE TABLE IF NOT EXISTS t (a INT COMMENT 'x', b DECIMAL(10, 2)) USING parquet PARTITIONED BY (a) OPTIONS (k 'v') LOCATION '/x'",
            "INSERT OVERWRITE TABLE t PARTITION (a = 1, b) SELECT /*+ BROADCAST(t) */ r'\\d', X'1F', DATE '2020-01-01', 1e3, -5Y FROM VALUES (1) v(a)",
            "EXPLAIN EXTENDED SELECT DISTINCT EXTRACT(YEAR FROM d), TRIM(BOTH 'x' FROM s), count(*) FILTER (WHERE a > 1) FROM a NATURAL JOIN b USING (c) GROUP BY CUBE(a, (b, c)) HAVING max(a) > 1 QUALIFY r = 1",
        };
        if (SharedData.TryFind("spark/sql-tests/results", out var path))
        {
            foreach (var file in Directory.GetFiles(path, "*.out", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                corpus.AddRange(GoldenFile.Read(file).Select(s => s.Sql).Where(s => s.Length is > 0 and < 4_000));
        }

        return corpus;
    }
}
