using System.Diagnostics;
using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Sql;
using Spindle.Tpch.Queries;

namespace Spindle.Samples.Tpch;

/// <summary>Runs the queries one after the other and compares each answer with the reference.</summary>
internal static class Queries
{
    public static (int Run, int Equal, int Wrong) Run(Session session, Options options)
    {
        var (equal, wrong) = (0, 0);
        foreach (var number in options.Queries)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                var rows = Answer(session, TpchQueries.Text(number));
                var seconds = watch.Elapsed.TotalSeconds;
                var matches = ReferenceAnswers.Matches(options.Scale, number, rows);
                equal += matches is true ? 1 : 0;
                wrong += matches is false ? 1 : 0;
                Console.WriteLine($"q{number:00} {rows.Count,6} rows  {seconds:0.00} s  {(matches is null ? "no reference at this scale" : matches.Value ? "ok" : "WRONG")}");
            }
            catch (SpindleException e)
            {
                wrong++;
                Console.WriteLine($"q{number:00} {e.ErrorClass} ({e.SqlState}): {e.Message}");
            }
        }

        return (options.Queries.Count, equal, wrong);
    }

    private static List<IReadOnlyList<string?>> Answer(Session session, string sql) =>
        [.. session.Sql(sql).Collect().Select(row => row.Select(Text).ToList())];

    private static string? Text(object? value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
