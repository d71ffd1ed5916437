using System.Diagnostics;
using System.Globalization;
using Spindle.Samples.Tpch;
using Spindle.Sql;

// Generates the TPC-H tables, writes them to Parquet, answers the 22 queries and compares the answers with the reference.
//   dotnet run -c Release --project samples/Tpch -- --scale 1 [--out data] [--master "local-cluster[2,2,2g]"] [--memory 4g] [--queries 1,6,18] [--no-write]
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Options.Parse(args) is not { } options)
    return 2;

var builder = Session.Builder().AppName("TPC-H").Master(options.Master).Config("spark.sql.session.timeZone", "UTC");
using var session = (options.Memory is null ? builder : builder.Memory(options.Memory)).GetOrCreate();
Console.WriteLine($"Spindle 0.1  {session}");

var folder = $"{options.Output.TrimEnd('/')}/tpch-sf{options.Scale}";
Dataset.Prepare(session, options.Scale, folder);

var watch = Stopwatch.StartNew();
var outcome = Queries.Run(session, options);
Console.WriteLine($"{outcome.Equal} of {outcome.Run} equal the reference   {watch.Elapsed.TotalSeconds:0.0} s   peak {Process.GetCurrentProcess().PeakWorkingSet64 / (double)(1 << 30):0.00} GiB");
return outcome.Wrong == 0 ? 0 : 1;
