using Spindle.Sql;

namespace Spindle.Cli;

/// <summary>What <c>spindle sql</c> is asked to do.</summary>
internal sealed class SqlOptions
{
    public List<string> Queries { get; } = [];

    public List<(string Name, string Path)> Tables { get; } = [];

    public List<(string Key, string Value)> Settings { get; } = [];

    public string Master { get; private set; } = "local[*]";

    public string? Memory { get; private set; }

    /// <summary>How rows are printed; null for a Parquet file.</summary>
    public ResultFormat? Format { get; private set; } = ResultFormat.Table;

    public string? Out { get; private set; }

    public bool Timing { get; private set; }

    public bool Help { get; private set; }

    public static SqlOptions Parse(IReadOnlyList<string> words)
    {
        var options = new SqlOptions();
        var arguments = new Arguments(words);
        while (!arguments.IsAtEnd)
        {
            var option = arguments.Option();
            switch (option)
            {
                case "-e" or "--execute":
                    options.Queries.Add(arguments.Value(option, "a query"));
                    break;
                case "-f" or "--file":
                    options.Queries.Add(Script(arguments.Value(option, "a file")));
                    break;
                case "--table":
                    options.Tables.Add(arguments.Pair(option, "name=path"));
                    break;
                case "--conf" or "-c":
                    options.Settings.Add(arguments.Pair(option, "key=value"));
                    break;
                case "--master":
                    options.Master = arguments.Value(option, "local[N]");
                    break;
                case "--memory":
                    options.Memory = arguments.Value(option, "a size, as 2g");
                    break;
                case "--format":
                    options.Format = FormatOf(arguments.Value(option, "a format"));
                    break;
                case "--out" or "-o":
                    options.Out = arguments.Value(option, "a file");
                    break;
                case "--timing":
                    options.Timing = true;
                    break;
                case "--help" or "-h":
                    options.Help = true;
                    break;
                default:
                    throw Arguments.Unknown(option, "spindle sql");
            }
        }

        if (options.Format is null && options.Out is null)
            throw new UsageException("--format parquet needs --out FILE");
        return options;
    }

    private static string Script(string path) => File.Exists(path) ? File.ReadAllText(path) : throw new UsageException($"there is no file '{path}' to read statements from");

    private static ResultFormat? FormatOf(string name) => name.ToLowerInvariant() switch
    {
        "table" => ResultFormat.Table,
        "csv" => ResultFormat.Csv,
        "json" => ResultFormat.Json,
        "markdown" or "md" => ResultFormat.Markdown,
        "parquet" => null,
        _ => throw new UsageException($"--format takes table, csv, json, markdown or parquet, not '{name}'"),
    };
}
