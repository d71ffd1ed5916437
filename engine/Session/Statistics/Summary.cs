using System.Globalization;
using Spindle.Columnar.Types;

namespace Spindle.Sql.Statistics;

/// <summary>
/// What <c>describe</c> and <c>summary</c> say of columns of numbers and text: a row a statistic, its name in <c>summary</c>, its values as text. All are computed in one pass and then stood below one another.
/// </summary>
internal sealed class Summary(DataFrame frame, IReadOnlyList<string> columns)
{
    public DataFrame Of(IReadOnlyList<string> statistics)
    {
        IReadOnlyList<string> chosen = columns.Count > 0 ? columns : [.. frame.Schema.Fields.Where(f => f.Type is NumericType or StringType).Select(f => f.Name)];
        var fields = chosen.Select(c => frame.Select(new Column(DataFrame.Existing(c))).Schema.Fields[0]).ToList();
        var cells = statistics.SelectMany((s, row) => fields.Select((f, i) => Statistic(s, f).Cast(DataType.String).As($"c{row}_{i}"))).ToArray();
        var computed = frame.Agg(Functions.Count(Functions.Lit(1)).As("rows"), cells);
        List<Column> stacked = [Functions.Lit(statistics.Count)];
        for (var row = 0; row < statistics.Count; row++)
            stacked.AddRange([Functions.Lit(statistics[row]), .. fields.Select((_, i) => Functions.Col($"c{row}_{i}"))]);
        return computed.Select(Functions.Stack([.. stacked]).As(["summary", .. chosen]));
    }

    private static Column Statistic(string name, Field field)
    {
        var value = new Column(DataFrame.Existing(field.Name));
        var number = field.Type is NumericType ? value : value.TryCast("double");
        if (name.EndsWith('%'))
            return Functions.PercentileApprox(number, Share(name));
        return name.ToLowerInvariant() switch
        {
            "count" => Functions.Count(value),
            "count_distinct" => Functions.CountDistinct(value),
            "approx_count_distinct" => Functions.ApproxCountDistinct(value),
            "mean" => Functions.Avg(number),
            "stddev" => Functions.Stddev(number),
            "min" => Functions.Min(value),
            "max" => Functions.Max(value),
            _ => throw new ArgumentException($"'{name}' is no statistic; use count, mean, stddev, min, max, count_distinct, approx_count_distinct, or a percentile such as 25%", nameof(name)),
        };
    }

    private static double Share(string percentile) => double.TryParse(percentile.AsSpan(0, percentile.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100
        ? percent / 100
        : throw new ArgumentException($"'{percentile}' is no percentile, which is from 0% to 100%", nameof(percentile));
}
