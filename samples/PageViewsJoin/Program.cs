using System.Diagnostics;
using Spindle.Sql;

// Joins page views with the users who made them and counts views by region and page: two shuffles and a sort. With executors, kill one of them while it runs.
//   dotnet run -c Release --project samples/PageViewsJoin -- [--master "local-cluster[3,2,2g]"] [--views 20000000] [--users 2000000]
var master = Option("--master", "local[*]");
var (views, users) = (long.Parse(Option("--views", "20000000"), System.Globalization.CultureInfo.InvariantCulture), long.Parse(Option("--users", "2000000"), System.Globalization.CultureInfo.InvariantCulture));

// Without a broadcast, both sides are dealt out by the user.
using var session = Session.Builder().AppName("PageViewsJoin").Master(master).Config("spark.sql.autoBroadcastJoinThreshold", "-1").Create();
Console.WriteLine($"Spindle {session.Version}  {session}");
session.Sql($"SELECT pmod(id * 7919, {users}) AS user, pmod(id * 104729, 100) AS page FROM range({views})").CreateOrReplaceTempView("views");
session.Sql($"SELECT id AS user, concat('region ', pmod(id, 10)) AS region FROM range({users})").CreateOrReplaceTempView("users");

var watch = Stopwatch.StartNew();
var rows = session.Sql("SELECT region, page, count(*) AS n FROM views JOIN users USING (user) GROUP BY region, page ORDER BY n DESC, region, page").Collect();
Console.WriteLine($"{rows.Count:N0} rows  {rows.Sum(r => (long)r[2]!):N0} views  {watch.Elapsed.TotalSeconds:0.0} s");
return rows.Sum(r => (long)r[2]!) == views ? 0 : 1;

string Option(string name, string standard) => Array.IndexOf(args, name) is var at && at >= 0 && at + 1 < args.Length ? args[at + 1] : standard;
