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
        Directory.CreateDirectory(options.Out);
        using var session = Session.Builder().Config("spindle.tpch.scale", options.Scale.Factor.ToString(CultureInfo.InvariantCulture)).Create();
        foreach (var name in options.Tables.Count > 0 ? options.Tables : TpchTables.Names)
        {
            var watch = Stopwatch.StartNew();
            var table = TpchTables.Find(name, options.Scale) ?? throw new UsageException($"there is no table '{name}'; there are {string.Join(", ", TpchTables.Names)}");
            var path = Path.Combine(options.Out, options.Format == "tbl" ? table.Name + ".tbl" : table.Name);
            if (options.Format == "tbl")
            {
                using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
                TblWriter.Write(table, file, Environment.ProcessorCount);
            }
            else
            {
                session.Table($"tpch.{table.Name}").Write.Format(options.Format).Option("header", true).Mode(SaveMode.Overwrite).Save(path);
            }

            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}  {watch.Elapsed.TotalSeconds:0.0} s"));
        }

        return 0;
    }
}
