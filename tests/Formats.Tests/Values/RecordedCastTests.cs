using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spindle.Columnar.Types;
using Spindle.Formats.Values;
using Spindle.Testing;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Tests.Values;

/// <summary>Parsers and formatters against casts that Spark was recorded doing.</summary>
public partial class RecordedCastTests
{
    private static readonly TimeZone Zone = TimeZone.Find("America/Los_Angeles")!;

    [Fact]
    public void Casts_of_string_literals_agree()
    {
        if (!SharedData.TryFind("spark/functions.jsonl", out var path))
            return;
        var (checkedCases, failures) = (0, new List<string>());
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (CastOfLiteral().Match(root.GetProperty("sql").GetString()!) is not { Success: true } match)
                continue;
            var (text, type) = (match.Groups[1].Value, match.Groups[2].Value);
            // Words such as 'epoch' are dates only where the analyser sees the literal.
            if (text is "epoch" or "now" or "today" or "tomorrow" or "yesterday" || Cast(text, type) is not { } actual)
                continue;
            checkedCases++;
            var expected = root.TryGetProperty("rows", out var rows) ? rows[0].GetString()! : "error";
            // The recorder showed years before 1 and times at which it could not hold its own calendar differently from the cast.
            if (actual != expected && !text.StartsWith('-') && !expected.StartsWith("99999", StringComparison.Ordinal))
                failures.Add($"{text} AS {type}: {actual}, Spark {expected}");
        }
        Assert.Empty(failures);
        Assert.True(checkedCases > 200, $"only {checkedCases} cases");
    }

    [Fact]
    public void Every_recorded_double_prints_as_it_was_recorded()
    {
        if (!SharedData.TryFind("spark/functions.jsonl", out var path))
            return;
        var (count, failures) = (0, new List<string>());
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("rows", out var rows) || !OnlyDouble().IsMatch(document.RootElement.GetProperty("schema").GetString()!))
                continue;
            foreach (var row in rows.EnumerateArray())
            {
                var text = row.GetString()!;
                if (text == "NULL")
                    continue;
                count++;
                Assert.True(FloatText.TryParse(Encoding.UTF8.GetBytes(text), out double value), text);
                Span<byte> target = stackalloc byte[FloatText.MaxLength];
                var printed = Encoding.UTF8.GetString(target[..FloatText.Format(value, target)]);
                if (printed != text)
                    failures.Add($"{text} printed as {printed}");
            }
        }
        Assert.Empty(failures);
        Assert.True(count > 300, $"only {count} doubles");
    }

    /// <summary>The cast's outcome as the recorder shows it; null for types that no single value has.</summary>
    private static string? Cast(string literal, string type)
    {
        var text = Encoding.UTF8.GetBytes(literal);
        Span<byte> target = stackalloc byte[128];
        var length = -1;
        switch (type)
        {
            case "tinyint" or "smallint" or "int" or "bigint":
                var limit = type switch { "tinyint" => sbyte.MaxValue, "smallint" => short.MaxValue, "int" => int.MaxValue, _ => long.MaxValue };
                if (IntegerText.TryParse(text, out long integer) && integer >= -limit - 1 && integer <= limit)
                    length = IntegerText.Format(integer, target);
                break;
            case "float":
                if (FloatText.TryParse(text, out float single))
                    length = FloatText.Format(single, target);
                break;
            case "double":
                if (FloatText.TryParse(text, out double number))
                    length = FloatText.Format(number, target);
                break;
            case "boolean":
                if (BooleanText.TryParse(text, out var boolean))
                    length = BooleanText.Format(boolean, target);
                break;
            case "date":
                if (DateText.TryParse(text, out var days))
                    length = DateText.Format(days, target);
                break;
            case "timestamp":
                if (TimestampText.TryParseInstant(text, Zone, out var instant))
                    length = TimestampText.Format(Zone.ToLocal(instant), target);
                break;
            case "timestamp_ntz":
                if (TimestampText.TryParseLocal(text, out var local))
                    length = TimestampText.Format(local, target);
                break;
            case "interval day" or "interval day to second":
                if (DayTimeIntervalText.TryParse(text, new DayTimeIntervalType(DayTimeField.Day, type == "interval day" ? DayTimeField.Day : DayTimeField.Second), out var micros))
                    length = DayTimeIntervalText.FormatHive(micros, target);
                break;
            case "interval year to month":
                if (YearMonthIntervalText.TryParse(text, new YearMonthIntervalType(), out var months))
                    length = YearMonthIntervalText.FormatHive(months, target);
                break;
            default:
                if (DecimalType().Match(type) is not { Success: true } match)
                    return null;
                var scale = int.Parse(match.Groups[2].Value);
                if (DecimalText.TryParse(text, int.Parse(match.Groups[1].Value), scale, out var unscaled) == DecimalParse.Ok)
                    length = DecimalText.Format(unscaled, scale, target);
                break;
        }
        return length < 0 ? "error" : Encoding.UTF8.GetString(target[..length]);
    }

    [GeneratedRegex(@"^SELECT CAST\('([^']*)' AS ([^<]*)\)$", RegexOptions.IgnoreCase)]
    private static partial Regex CastOfLiteral();

    [GeneratedRegex(@"^decimal\((\d+),(\d+)\)$")]
    private static partial Regex DecimalType();

    // One column, whose generated name may itself hold colons.
    [GeneratedRegex(@"^struct<[^:,]*:double>$")]
    private static partial Regex OnlyDouble();
}
