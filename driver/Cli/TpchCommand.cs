using System.Diagnostics;
using System.Globalization;
using Spindle.Sql;
using Spindle.Tpch.Tables;
using Spindle.Tpch.Tbl;

namespace Spindle.Cli;

/// <summary><c>spindle tpch generate</c>: writes the benchmark's tables, each into a folder of its name (or a file <c>name.tbl</c>).</summary>
internal static class TpchCommand
{
    public static int Run(TpchOptions options)
    {
        if (options.Help)
            return Usage.Print(Console.Out);
        var tables = options.Tables.Count > 0 ? options.Tables : [.. TpchTables.Names];
        if (tables.FirstOrDefault(t => TpchTables.Find(t, options.Scale) is null) is { } unknown)
            throw new UsageException($"there is no table '{unknown}'; there are {string.Join(", ", TpchTables.Names)}");
        Directory.CreateDirectory(options.Out);
        using var interruption = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interruption.Cancel();
        };
        using var session = Session.Builder().Config("spindle.tpch.scale", options.Scale.Factor.ToString(CultureInfo.InvariantCulture)).Create();
        foreach (var name in tables)
        {
            var watch = Stopwatch.StartNew();
            var table = TpchTables.Find(name, options.Scale)!;
            var path = Path.Combine(options.Out, options.Format == "tbl" ? table.Name + ".tbl" : table.Name);
            if (options.Format == "tbl")
            {
                WriteTbl(table, path, interruption.Token);
            }
            else
            {
                session.Table($"tpch.{table.Name}").Write.Format(options.Format).Option("header", true).Mode(SaveMode.Overwrite).Save(path, interruption.Token);
            }

            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}  {watch.Elapsed.TotalSeconds:0.0} s"));
        }

        return 0;
    }

    // Beside its place first: what is interrupted or finds no room leaves no half a table.
    private static void WriteTbl(Table table, string path, CancellationToken cancellation)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.unfinished";
        try
        {
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1))
                TblWriter.Write(table, file, Environment.ProcessorCount, cancellation);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
