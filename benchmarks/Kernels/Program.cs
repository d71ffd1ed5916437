using System.Globalization;
using Spindle.Sql;

// Answers queries on request, so that a script can time Spindle and a peer in turn, on one thread over one table that lies in memory.
//   Spindle.Benchmarks.Kernels INPUT.sql ROWS PARQUET_FOLDER
// Makes the table `t` by the query of the file and writes it to the folder; then each line of the input is a query of one value, each line of the output
// "<processor milliseconds> <bytes allocated> <value>", or "error <message>". Processor time is the whole process's: work beside disturbs it less than the clock.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var session = Session.Builder().Master("local[1]").Config("spark.sql.session.timeZone", "UTC").Config("spark.ui.showConsoleProgress", false).GetOrCreate();
var input = session.Sql(File.ReadAllText(args[0]).Replace("{rows}", args[1], StringComparison.Ordinal));
input.Write.Mode("overwrite").Parquet(args[2]);
session.Read.Parquet(args[2]).SelectExpr("*", "timestamp_micros(us) AS ts").Cache().CreateOrReplaceTempView("t");
Console.WriteLine(session.Table("t").Count());

while (Console.ReadLine() is { } query)
{
    try
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Environment.CpuUsage.TotalTime;
        var value = session.Sql(query).Collect()[0][0];
        var time = Environment.CpuUsage.TotalTime - start;
        Console.WriteLine($"{time.TotalMilliseconds:0.000} {GC.GetTotalAllocatedBytes(precise: true) - allocated} {value}");
    }
    catch (Exception e)
    {
        Console.WriteLine($"error {e.Message.ReplaceLineEndings(" ")}");
    }
}
