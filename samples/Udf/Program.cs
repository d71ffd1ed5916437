using Spindle.Samples.Udf;
using Spindle.Sql;
using static Spindle.Sql.Functions;

// Functions of the program inside queries: by name in SQL, on columns, over whole spans, as aggregates, and over typed rows.
var master = args is ["--master", var url, ..] ? url : "local[*]";
using var session = Session.Builder().AppName("Udf").Master(master).GetOrCreate();

Trip[] trips =
[
    new("ada", new DateOnly(2024, 5, 1), 12.4, 31.0m), new("ben", new DateOnly(2024, 5, 1), 3.2, 9.5m), new("ada", new DateOnly(2024, 5, 4), 7.9, 21.0m),
    new("cyd", new DateOnly(2024, 5, 5), 25.0, 60.0m), new("ben", new DateOnly(2024, 5, 6), 1.1, null),
];
session.CreateDataset(trips).ToDF().CreateOrReplaceTempView("trips");

// A lambda under a name. What it captures is copied: the rate of now.
var rate = 0.19;
session.Udf.Register("with_tax", (double fare) => Math.Round(fare * (1 + rate), 2));
session.Udf.Register("weekend", (DateOnly day) => day.DayOfWeek is System.DayOfWeek.Saturday or System.DayOfWeek.Sunday);
Console.WriteLine("-- SQL calls functions of the program; a null fare is a null tax");
session.Sql("SELECT driver, day, weekend(day) AS weekend, with_tax(CAST(fare AS DOUBLE)) AS with_tax FROM trips ORDER BY day, driver").Show();

// One call for many rows: the columns themselves, as spans.
var speed = Udf((ReadOnlySpan<double> distance, ReadOnlySpan<double> hours, Span<double> result) =>
{
    for (var i = 0; i < result.Length; i++)
        result[i] = distance[i] / hours[i];
}).Named("speed");
Console.WriteLine("-- a function over spans");
session.Table("trips").Select(Col("driver"), speed.Apply("distance", Lit(0.5)).As("speed")).Show();

// An aggregate with a state of its own.
session.Udf.Register("longest", new Longest());
Console.WriteLine("-- an aggregate of the program");
session.Sql("SELECT driver, count(*) AS trips, longest(distance) AS longest FROM trips GROUP BY driver ORDER BY driver").Show();

// Rows as objects, with a value that every process holds once and a counter that functions add to.
var names = session.Broadcast(new Dictionary<string, string> { ["ada"] = "Ada L.", ["ben"] = "Ben F." });
var unknown = session.LongAccumulator("unknown drivers");
var totals = session.Table("trips").As<Trip>()
    .Filter(t => t.Fare is not null)
    .Map(t =>
    {
        if (!names.Value.TryGetValue(t.Driver, out var name))
            unknown.Add(1);
        return new Earning(name ?? t.Driver, t.Fare!.Value);
    })
    .ReduceByKey(e => e.Name, (a, b) => a with { Amount = a.Amount + b.Amount })
    .Map(p => p.Value)
    .SortBy(e => e.Amount, descending: true);
Console.WriteLine("-- typed rows");
foreach (var earning in totals.Collect())
    Console.WriteLine($"{earning.Name,-8} {earning.Amount,8:0.00}");
Console.WriteLine($"trips of unknown drivers: {unknown.Value}");

// What cannot be sent to an executor is refused where it is written, by name.
using var log = new StreamWriter(Stream.Null);
try
{
    session.Udf.Register("logged", (string driver) => WriteLine(log, driver));
}
catch (Spindle.Columnar.Errors.SpindleException error)
{
    Console.WriteLine($"-- refused: {error.Message}");
}

static string WriteLine(TextWriter output, string text)
{
    output.WriteLine(text);
    return text;
}
