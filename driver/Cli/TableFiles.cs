using Spindle.Sql;

namespace Spindle.Cli;

/// <summary>Files named on the command line as tables, their format told by their ending.</summary>
internal static class TableFiles
{
    public static DataFrame Read(Session session, string path)
    {
        var reader = session.Read;
        return FormatOf(path) switch
        {
            "csv" => reader.Option("header", true).Option("inferSchema", true).Csv(path),
            var format => reader.Format(format).Load(path),
        };
    }

    private static string FormatOf(string path)
    {
        // A folder is what its first file is.
        if (Directory.Exists(path))
            path = Directory.EnumerateFiles(path, "*.*", SearchOption.AllDirectories).FirstOrDefault(f => Path.GetFileName(f)[0] is not ('_' or '.')) ?? path;
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" => "csv",
            ".json" or ".jsonl" or ".ndjson" => "json",
            ".arrow" or ".feather" => "arrow",
            _ => "parquet",
        };
    }
}
