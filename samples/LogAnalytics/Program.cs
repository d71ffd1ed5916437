using System.Diagnostics;
using Spindle.Sql;

// Writes a day of web server logs to Parquet, and asks it: requests by hour with a moving average, the busiest pages of each hour, and pages whose errors stand out.
//   dotnet run -c Release --project samples/LogAnalytics -- [--master "local-cluster[2,1,1g]"] [--rows 1000000] [--out data/logs]
var master = Option("--master", "local[*]");
var rows = long.Parse(Option("--rows", "1000000"), System.Globalization.CultureInfo.InvariantCulture);
var folder = Option("--out", Path.Combine("data", "logs"));

using var session = Session.Builder().AppName("LogAnalytics").Master(master).Config("spark.sql.session.timeZone", "UTC").Create();
Console.WriteLine($"Spindle {session.Version}  {session}");
var watch = Stopwatch.StartNew();
session.Sql($"""
    SELECT timestamp_seconds(1767225600 + pmod(id * 7919, 86400)) AS at,
           concat('/page/', pmod(id * id, 97)) AS page,
           CASE WHEN pmod(id, 97) = 0 THEN 500 WHEN pmod(id, 13) = 0 THEN 404 ELSE 200 END AS status,
           pmod(id * 31, 20000) + 200 AS bytes
    FROM range({rows})
    """).Write.Mode("overwrite").Parquet(folder);
Console.WriteLine($"{rows:N0} requests -> {folder}  {watch.Elapsed.TotalSeconds:0.0} s");

session.Read.Parquet(folder).CreateOrReplaceTempView("requests");
Show("requests by hour, with the average of three hours", """
    SELECT hour, requests, errors, round(avg(requests) OVER (ORDER BY hour ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), 1) AS moving
    FROM (SELECT hour(at) AS hour, count(*) AS requests, count_if(status >= 500) AS errors FROM requests GROUP BY 1)
    ORDER BY hour LIMIT 6
    """);
Show("the two busiest pages of each hour", """
    SELECT hour, page, bytes, place
    FROM (SELECT hour(at) AS hour, page, sum(bytes) AS bytes, rank() OVER (PARTITION BY hour(at) ORDER BY sum(bytes) DESC, page) AS place FROM requests GROUP BY hour(at), page)
    WHERE place <= 2
    ORDER BY hour, place LIMIT 6
    """);
Show("pages with the most errors", "SELECT page, count(*) AS requests, count_if(status <> 200) AS errors FROM requests GROUP BY page ORDER BY errors DESC, page LIMIT 3");

void Show(string title, string sql)
{
    watch.Restart();
    Console.WriteLine(title);
    session.Sql(sql).Show();
    Console.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s");
}

string Option(string name, string standard) => Array.IndexOf(args, name) is var at && at >= 0 && at + 1 < args.Length ? args[at + 1] : standard;
