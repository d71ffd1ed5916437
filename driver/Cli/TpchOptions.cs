using Spindle.Tpch;

namespace Spindle.Cli;

/// <summary>What <c>spindle tpch generate</c> is asked to do.</summary>
internal sealed class TpchOptions
{
    public Scale Scale { get; private set; } = new(1);

    public string Out { get; private set; } = "";

    public string Format { get; private set; } = "parquet";

    public List<string> Tables { get; } = [];

    public bool Help { get; private set; }

    public static TpchOptions Parse(IReadOnlyList<string> words)
    {
        var options = new TpchOptions();
        var arguments = new Arguments(words);
        while (!arguments.IsAtEnd)
        {
            var option = arguments.Option();
            switch (option)
            {
                case "--scale":
                    options.Scale = Scale.Parse("--scale", arguments.Value(option, "a scale factor"));
                    break;
                case "--out" or "-o":
                    options.Out = arguments.Value(option, "a folder");
                    break;
                case "--format":
                    options.Format = arguments.Value(option, "a format").ToLowerInvariant();
                    break;
                case "--table":
                    options.Tables.Add(arguments.Value(option, "a table's name"));
                    break;
                case "--help" or "-h":
                    options.Help = true;
                    break;
                default:
                    throw Arguments.Unknown(option, "spindle tpch generate");
            }
        }

        if (options.Help)
            return options;
        if (options.Out.Length == 0)
            throw new UsageException("spindle tpch generate needs --out DIR");
        return options.Format is "parquet" or "csv" or "tbl" ? options : throw new UsageException($"--format takes parquet, csv or tbl, not '{options.Format}'");
    }
}
