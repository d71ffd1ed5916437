using System.Diagnostics;
using System.Globalization;
using Spindle.Sql;

// Answers queries on request, so that a script can time Spindle and a peer in turn: each line of the input is the path of a query, each line of the
// output "<milliseconds> <rows>", or "error <message>"; "peak" answers the peak resident set in bytes.
//   Spindle.Benchmarks.Queries DATA_FOLDER THREADS [MEMORY]
// The folder holds a folder of Parquet files a table, or one file a table.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var builder = Session.Builder().Master($"local[{args[1]}]").Config("spark.sql.session.timeZone", "UTC");
using var session = (args.Length > 2 ? builder.Memory(args[2]) : builder).GetOrCreate();
foreach (var table in Directory.EnumerateDirectories(args[0]))
    session.Read.Parquet(table).CreateOrReplaceTempView(Path.GetFileName(table));
foreach (var table in Directory.EnumerateFiles(args[0], "*.parquet"))
    session.Read.Parquet(table).CreateOrReplaceTempView(Path.GetFileNameWithoutExtension(table));

while (Console.ReadLine() is { } request)
{
    if (request == "peak")
    {
        Console.WriteLine(Process.GetCurrentProcess().PeakWorkingSet64);
        continue;
    }

    try
    {
        var sql = File.ReadAllText(request);
        var start = Stopwatch.GetTimestamp();
        var rows = session.Sql(sql).Collect().Count;
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.000} {rows}");
    }
    catch (Exception e)
    {
        Console.WriteLine($"error {e.Message.ReplaceLineEndings(" ")}");
    }
}
