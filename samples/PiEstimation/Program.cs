using System.Diagnostics;
using Spindle.Sql;

// Throws darts at a square and counts those inside the circle.
//   dotnet run -c Release --project samples/PiEstimation -- [--master "local-cluster[2,1,1g]"] [--darts 100000000]
var master = Option("--master", "local[*]");
var darts = long.Parse(Option("--darts", "100000000"), System.Globalization.CultureInfo.InvariantCulture);

using var session = Session.Builder().AppName("PiEstimation").Master(master).Create();
Console.WriteLine($"Spindle {session.Version}  {session}");
var watch = Stopwatch.StartNew();
var inside = (long)session.Sql($"SELECT count_if(x * x + y * y <= 1) FROM (SELECT rand(1) AS x, rand(2) AS y FROM range({darts}))").Collect()[0][0]!;
Console.WriteLine($"pi is about {4.0 * inside / darts:0.00000}   {darts:N0} darts  {watch.Elapsed.TotalSeconds:0.0} s");

string Option(string name, string standard) => Array.IndexOf(args, name) is var at && at >= 0 && at + 1 < args.Length ? args[at + 1] : standard;
