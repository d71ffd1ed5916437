using System.Globalization;
using Spindle.Sql;
using static Spindle.Sql.Functions;

// Functions of a program beside the built-in ones that do the same, over columns in memory, on one thread and in turn (A B A B …); medians of the process's
// processor time, which work beside disturbs less than the clock. The bare query reads the column and aggregates it; its time is in the others too.
var rows = args is ["--rows", var count, ..] ? long.Parse(count, CultureInfo.InvariantCulture) : 4_000_000;
const int Rounds = 9;

using var session = Session.Builder().Master("local[1]").Config("spark.ui.showConsoleProgress", false).Create();
session.Sql($"SELECT id AS x, id % 1000 AS y, CAST(id AS DOUBLE) AS d, DATE'1995-01-01' + CAST(id % 10000 AS INT) AS born, 'name ' || CAST(id % 100000 AS STRING) AS s FROM range({rows})")
    .Cache().CreateOrReplaceTempView("t");
Console.WriteLine($"{session.Table("t").Count():N0} rows, {Environment.ProcessorCount} processors, .NET {Environment.Version}");

session.Udf.Register("u_arithmetic", (long x, long y) => x * 3 + y);
session.Udf.Register("u_double", (double d) => d * 1.5 + 2);
session.Udf.Register("u_span", (ReadOnlySpan<long> x, ReadOnlySpan<long> y, Span<long> result) =>
{
    for (var i = 0; i < result.Length; i++)
        result[i] = x[i] * 3 + y[i];
});
session.Udf.Register("u_year", (DateOnly day) => day.Year);
session.Udf.Register("u_week", (DateOnly day) => day.AddDays(7));
session.Udf.Register("u_length", (string s) => s.Length);
session.Udf.Register("u_upper", (string s) => s.ToUpperInvariant());

Console.WriteLine();
Console.WriteLine("| work | bare | built-in | function | ratio | ratio less the bare query | bytes allocated a row, built-in | function |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
Compare("long arithmetic", "sum(x)", "sum(x * 3 + y)", "sum(u_arithmetic(x, y))");
Compare("long arithmetic, spans", "sum(x)", "sum(x * 3 + y)", "sum(u_span(x, y))");
Compare("double arithmetic", "sum(d)", "sum(d * 1.5D + 2D)", "sum(u_double(d))");
Compare("year of a date", "max(born)", "sum(year(born))", "sum(u_year(born))");
Compare("date plus a week", "max(born)", "max(date_add(born, 7))", "max(u_week(born))");
Compare("length of a string", "count(s)", "sum(length(s))", "sum(u_length(s))");
Compare("upper case", "sum(length(s))", "sum(length(upper(s)))", "sum(length(u_upper(s)))");
return;

void Compare(string name, string bare, string builtIn, string function)
{
    var queries = new[] { bare, builtIn, function }.Select(e => $"SELECT {e} FROM t").ToArray();
    if (session.Sql(queries[1]).Collect()[0][0] is var expected && !Equals(expected, session.Sql(queries[2]).Collect()[0][0]))
        throw new InvalidOperationException($"{name}: the function does not give {expected}");
    var times = new List<double>[] { [], [], [] };
    long[] allocated = [long.MaxValue, long.MaxValue, long.MaxValue];
    for (var round = 0; round < Rounds; round++)
    {
        for (var q = 0; q < queries.Length; q++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var watch = Environment.CpuUsage.TotalTime;
            session.Sql(queries[q]).Collect();
            times[q].Add((Environment.CpuUsage.TotalTime - watch).TotalMilliseconds);
            allocated[q] = Math.Min(allocated[q], GC.GetTotalAllocatedBytes(precise: true) - before);
        }
    }

    var (b, i, f) = (Median(times[0]), Median(times[1]), Median(times[2]));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {b:0.0} ms | {i:0.0} ms | {f:0.0} ms | {f / i:0.00} | {(i > b && f > b ? ((f - b) / (i - b)).ToString("0.00", CultureInfo.InvariantCulture) : "-")} | {allocated[1] / (double)rows:0.000} | {allocated[2] / (double)rows:0.000} |"));
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
