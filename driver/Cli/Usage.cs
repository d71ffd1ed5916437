namespace Spindle.Cli;

/// <summary>What <c>spindle --help</c> prints.</summary>
internal static class Usage
{
    private const string Text =
        """
        spindle sql [-e QUERY | -f FILE] [options]     runs SQL; a prompt when neither is given
          --table NAME=PATH        makes files a table (parquet, csv, json or arrow, by their ending; a folder is parquet unless its files say otherwise)
          --master local[N]        threads (all processors)
          --memory SIZE            what queries may hold in memory, as 2g
          --conf KEY=VALUE         a setting, as spark.sql.session.timeZone=UTC
          --format FORMAT          table, csv, json, markdown or parquet
          --out FILE               writes the rows there
          --timing                 prints how long each statement took

        spindle tpch generate --out DIR [options]      writes the benchmark's tables
          --scale N                scale factor (1)
          --format FORMAT          parquet, csv or tbl (parquet)
          --table NAME             only this table (all eight)

        spindle --version
        """;

    public static int Print(TextWriter output)
    {
        output.WriteLine(Text);
        return 0;
    }

    public static int Version()
    {
        Console.Out.WriteLine($"Spindle {typeof(Usage).Assembly.GetName().Version?.ToString(3)}");
        return 0;
    }
}
