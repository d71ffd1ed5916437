using System.Diagnostics;
using Spindle.Columnar.Errors;
using Spindle.Sql;

namespace Spindle.Samples.Tpch;

/// <summary>The eight tables as Parquet, under a temporary view each.</summary>
internal static class Dataset
{
    public static readonly string[] Tables = ["region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem"];

    /// <summary>Writes the tables that the folder, of a disk or of object storage, lacks (Spindle's output is whole or absent, so a folder that is there is complete) and names all of them.</summary>
    public static void Prepare(Session session, double scale, string folder)
    {
        var watch = Stopwatch.StartNew();
        var written = 0;
        foreach (var table in Tables.Where(t => !Exists(session, $"{folder}/{t}")))
        {
            session.Read.Option("scale", scale).Table($"tpch.{table}").Write.Parquet($"{folder}/{table}");
            written++;
        }

        var elapsed = watch.Elapsed;
        long rows = 0;
        foreach (var table in Tables)
        {
            var frame = session.Read.Parquet($"{folder}/{table}");
            frame.CreateOrReplaceTempView(table);
            rows += frame.Count();
        }

        Console.WriteLine($"{(written > 0 ? "generated" : "found")} SF {scale} -> {folder}   {Tables.Length} tables  {rows:N0} rows{(written > 0 ? $"  {elapsed.TotalSeconds:0.0} s" : "")}");
    }

    private static bool Exists(Session session, string folder)
    {
        try
        {
            _ = session.Read.Parquet(folder);
            return true;
        }
        catch (SpindleException missing) when (missing.ErrorClass.Name == "PATH_NOT_FOUND")
        {
            return false;
        }
    }
}
