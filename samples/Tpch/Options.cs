using System.Globalization;

namespace Spindle.Samples.Tpch;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(double Scale, string Output, string Master, string? Memory, IReadOnlyList<int> Queries)
{
    private const string Usage = "usage: --scale FACTOR [--out FOLDER] [--master \"local[N]\" or \"local-cluster[N,CORES,MEMORY]\"] [--memory SIZE] [--queries 1,6,18]";

    /// <summary>The options; null, with the usage printed, where they make no sense.</summary>
    public static Options? Parse(string[] arguments)
    {
        var options = new Options(1, "data", "local[*]", null, [.. Enumerable.Range(1, 22)]);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--scale" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) && scale > 0:
                    options = options with { Scale = scale };
                    break;
                case "--out" when value is not null:
                    options = options with { Output = value };
                    break;
                case "--master" when value is not null:
                    options = options with { Master = value };
                    break;
                case "--memory" when value is not null:
                    options = options with { Memory = value };
                    break;
                case "--queries" when value is not null:
                    options = options with { Queries = [.. value.Split(',').Select(q => int.Parse(q, CultureInfo.InvariantCulture))] };
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return null;
            }

            i++;
        }

        return options;
    }
}
