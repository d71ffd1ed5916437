using System.Globalization;
using System.Text;
using Spindle.Columnar.Types;
using Spindle.Formats.Values;

namespace Spindle.Formats.Tests.Values;

public class ScalarTextTests
{
    private delegate int Formatter<T>(T value, Span<byte> target);

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "1.0E-4")]
    [InlineData(9999999.0, "9999999.0")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(9.223372036854775807e18, "9.223372036854776E18")]
    [InlineData(0.14285714285714285, "0.14285714285714285")]
    [InlineData(4.9e-324, "4.9E-324")]
    [InlineData(double.MaxValue, "1.7976931348623157E308")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014E-308")]
    [InlineData(2e-3, "0.002")]
    [InlineData(2.0e23, "1.9999999999999998E23")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Doubles_print_as_in_Java(double value, string text) => Assert.Equal(text, Text(FloatText.Format, value));

    [Theory]
    [InlineData(2147483647f, "2.14748365E9")]
    [InlineData(9.223372E18f, "9.223372E18")]
    [InlineData(1.5f, "1.5")]
    [InlineData(0.1f, "0.1")]
    [InlineData(1e20f, "1.0E20")]
    [InlineData(1.4e-45f, "1.4E-45")]
    [InlineData(3.4028235e38f, "3.4028235E38")]
    public void Floats_print_as_in_Java(float value, string text) => Assert.Equal(text, Text(FloatText.Format, value));

    [Fact]
    public void Floating_point_text_reads_back_to_the_same_value()
    {
        var chance = new Random(3);
        for (var i = 0; i < 200_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(chance.NextInt64(long.MinValue, long.MaxValue));
            var single = BitConverter.Int32BitsToSingle(chance.Next(int.MinValue, int.MaxValue));
            if (double.IsNaN(value) || float.IsNaN(single))
                continue;
            Assert.True(FloatText.TryParse(Utf8(Text(FloatText.Format, value)), out double back));
            Assert.Equal(value, back);
            Assert.True(FloatText.TryParse(Utf8(Text(FloatText.Format, single)), out float singleBack));
            Assert.Equal(single, singleBack);
        }
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData(" 1. ", 1.0)]
    [InlineData(".5", .5)]
    [InlineData("1e3d", 1000.0)]
    [InlineData("+7F", 7.0)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("+INFINITY", double.PositiveInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("0x1.8p1", 3.0)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("1L", null)]
    [InlineData("0x1F", null)]
    [InlineData(".", null)]
    [InlineData("1e", null)]
    [InlineData("", null)]
    [InlineData("1,000", null)]
    public void Doubles_are_read_as_in_Java(string text, double? expected)
    {
        Assert.Equal(expected is not null, FloatText.TryParse(Utf8(text), out double value));
        if (expected is not null)
            Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("-9223372036854775809", null)]
    [InlineData(" \t+7\n", 7L)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("1.5", null)]
    [InlineData("1 2", null)]
    public void Integers_are_read_to_their_limits(string text, long? expected)
    {
        Assert.Equal(expected is not null, IntegerText.TryParse(Utf8(text), out long value));
        if (expected is not null)
            Assert.Equal(expected, value);
    }

    [Fact]
    public void Integers_may_drop_a_fraction()
    {
        Assert.True(IntegerText.TryParse("-1.9"u8, out long value, allowFraction: true));
        Assert.Equal(-1, value);
        Assert.False(IntegerText.TryParse("1.x"u8, out value, allowFraction: true));
    }

    [Theory]
    [InlineData("1e3", 10, 2, DecimalParse.Ok, "1000.00")]
    [InlineData("1.005", 10, 2, DecimalParse.Ok, "1.01")]
    [InlineData("-0.005", 10, 2, DecimalParse.Ok, "-0.01")]
    [InlineData("１", 10, 2, DecimalParse.Ok, "1.00")]
    [InlineData("99999999999999999999999999999999999999", 38, 0, DecimalParse.Ok, "99999999999999999999999999999999999999")]
    [InlineData("12345678901234567890123456789012345678.5", 38, 0, DecimalParse.Ok, "12345678901234567890123456789012345679")]
    [InlineData("0.00000000000000000000000000000000000000000000012345", 38, 38, DecimalParse.Ok, "0.00000000000000000000000000000000000000")]
    [InlineData("123456789012345678901234567890123456789", 38, 0, DecimalParse.OutOfRange, null)]
    [InlineData("1e40", 38, 0, DecimalParse.OutOfRange, null)]
    [InlineData("12345", 4, 0, DecimalParse.DoesNotFit, null)]
    [InlineData("1e", 4, 0, DecimalParse.Malformed, null)]
    [InlineData("e1", 4, 0, DecimalParse.Malformed, null)]
    [InlineData("1.2.3", 4, 0, DecimalParse.Malformed, null)]
    public void Decimals_are_read_and_printed(string text, int precision, int scale, DecimalParse outcome, string? printed)
    {
        Assert.Equal(outcome, DecimalText.TryParse(Utf8(text), precision, scale, out var value));
        if (printed is not null)
            Assert.Equal(printed, Text((Int128 v, Span<byte> target) => DecimalText.Format(v, scale, target), value));
    }

    [Fact]
    public void Decimals_print_like_the_platform()
    {
        var chance = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var scale = chance.Next(29);
            var value = new decimal(chance.Next(), chance.Next(), chance.Next(), chance.Next(2) == 0, (byte)scale);
            Assert.True(Int128.TryParse(value.ToString(CultureInfo.InvariantCulture).Replace(".", ""), out var unscaled));
            if (unscaled != 0)
                Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Text((Int128 v, Span<byte> target) => DecimalText.Format(v, scale, target), unscaled));
        }
    }

    [Fact]
    public void Small_decimals_print_with_an_exponent_where_asked()
    {
        Assert.Equal("1E-7", Text((Int128 v, Span<byte> target) => DecimalText.FormatScientific(v, 7, target), 1));
        Assert.Equal("-1.23E-8", Text((Int128 v, Span<byte> target) => DecimalText.FormatScientific(v, 10, target), -123));
        Assert.Equal("0.000001", Text((Int128 v, Span<byte> target) => DecimalText.FormatScientific(v, 6, target), 1));
    }

    [Theory]
    [InlineData("T", true)]
    [InlineData(" Yes ", true)]
    [InlineData("1", true)]
    [InlineData("n", false)]
    [InlineData("FALSE", false)]
    [InlineData("0", false)]
    [InlineData("2", null)]
    [InlineData("tru", null)]
    [InlineData("", null)]
    public void Booleans_have_many_names(string text, bool? expected)
    {
        Assert.Equal(expected is not null, BooleanText.TryParse(Utf8(text), out var value));
        Assert.Equal(expected ?? false, value);
    }

    [Theory]
    [InlineData("1-2", YearMonthField.Year, YearMonthField.Month, 14, "INTERVAL '1-2' YEAR TO MONTH")]
    [InlineData("-0-3", YearMonthField.Year, YearMonthField.Month, -3, "INTERVAL '-0-3' YEAR TO MONTH")]
    [InlineData("interval -'1-11'  year TO  month", YearMonthField.Year, YearMonthField.Month, -23, "INTERVAL '-1-11' YEAR TO MONTH")]
    [InlineData("+7", YearMonthField.Year, YearMonthField.Year, 84, "INTERVAL '7' YEAR")]
    [InlineData("INTERVAL '-3' MONTH", YearMonthField.Month, YearMonthField.Month, -3, "INTERVAL '-3' MONTH")]
    [InlineData("1", YearMonthField.Year, YearMonthField.Month, null, null)]
    [InlineData("1-12", YearMonthField.Year, YearMonthField.Month, null, null)]
    [InlineData("INTERVAL '1' DAY", YearMonthField.Month, YearMonthField.Month, null, null)]
    [InlineData("999999999-0", YearMonthField.Year, YearMonthField.Month, null, null)]
    public void Year_month_intervals_are_read_and_printed(string text, YearMonthField start, YearMonthField end, int? months, string? printed)
    {
        var type = new YearMonthIntervalType(start, end);
        Assert.Equal(months is not null, YearMonthIntervalText.TryParse(Utf8(text), type, out var value));
        if (months is null)
            return;
        Assert.Equal(months, value);
        Assert.Equal(printed, Text((int v, Span<byte> target) => YearMonthIntervalText.Format(v, type, target), value));
    }

    [Theory]
    [InlineData("1 02:03:04.000005", DayTimeField.Day, DayTimeField.Second, 93_784_000_005, "INTERVAL '1 02:03:04.000005' DAY TO SECOND", "1 02:03:04.000005000")]
    [InlineData("-5", DayTimeField.Day, DayTimeField.Day, -432_000_000_000, "INTERVAL '-5' DAY", "-5 00:00:00.000000000")]
    [InlineData("INTERVAL '05:06' HOUR TO MINUTE", DayTimeField.Hour, DayTimeField.Minute, 18_360_000_000, "INTERVAL '05:06' HOUR TO MINUTE", "0 05:06:00.000000000")]
    [InlineData("1.5", DayTimeField.Second, DayTimeField.Second, 1_500_000L, "INTERVAL '01.5' SECOND", "0 00:00:01.500000000")]
    [InlineData("-90", DayTimeField.Second, DayTimeField.Second, -90_000_000L, "INTERVAL '-90' SECOND", "-0 00:01:30.000000000")]
    [InlineData("1 24:00:00", DayTimeField.Day, DayTimeField.Second, null, null, null)]
    [InlineData("1.5", DayTimeField.Day, DayTimeField.Second, null, null, null)]
    [InlineData("106751992", DayTimeField.Day, DayTimeField.Day, null, null, null)]
    public void Day_time_intervals_are_read_and_printed(string text, DayTimeField start, DayTimeField end, long? micros, string? printed, string? hive)
    {
        var type = new DayTimeIntervalType(start, end);
        Assert.Equal(micros is not null, DayTimeIntervalText.TryParse(Utf8(text), type, out var value));
        if (micros is null)
            return;
        Assert.Equal(micros, value);
        Assert.Equal(printed, Text((long v, Span<byte> target) => DayTimeIntervalText.Format(v, type, target), value));
        Assert.Equal(hive, Text(DayTimeIntervalText.FormatHive, value));
    }

    [Theory]
    [InlineData("1 year 2 days", 12, 2, 0, "1 years 2 days")]
    [InlineData("interval -1 month 3.5 seconds", -1, 0, 3_500_000, "-1 months 3.5 seconds")]
    [InlineData("2 weeks 1 millisecond - 1 hour", 0, 14, -3_599_999_000, "14 days -59 minutes -59.999 seconds")]
    [InlineData("0 days", 0, 0, 0, "0 seconds")]
    [InlineData("1.5 days", null, 0, 0, null)]
    [InlineData("1 fortnight", null, 0, 0, null)]
    [InlineData("1day", null, 0, 0, null)]
    [InlineData("", null, 0, 0, null)]
    public void Calendar_intervals_are_read_and_printed(string text, int? months, int days, long micros, string? printed)
    {
        Assert.Equal(months is not null, CalendarIntervalText.TryParse(Utf8(text), out var value));
        if (months is null)
            return;
        Assert.Equal(new CalendarInterval(months.Value, days, micros), value);
        Assert.Equal(printed, Text(CalendarIntervalText.Format, value));
    }

    [Theory]
    [InlineData("12:13:14", 43_994_000_000_000, "12:13:14")]
    [InlineData("1:2", 3_720_000_000_000, "01:02:00")]
    [InlineData("12:30:00.5 am", 1_800_500_000_000, "00:30:00.5")]
    [InlineData("01:00:00 PM", 46_800_000_000_000, "13:00:00")]
    [InlineData("24:00", null, null)]
    [InlineData("13:00 PM", null, null)]
    [InlineData("12", null, null)]
    [InlineData("12:00:00Z", null, null)]
    public void Times_are_read_and_printed(string text, long? nanos, string? printed)
    {
        Assert.Equal(nanos is not null, TimeText.TryParse(Utf8(text), out var value));
        if (nanos is null)
            return;
        Assert.Equal(nanos, value);
        Assert.Equal(printed, Text(TimeText.Format, value));
    }

    [Theory]
    [InlineData("0x", false, "")]
    [InlineData("48656C6c6f", true, "48656C6C6F")]
    [InlineData("1FF", true, "01FF")]
    [InlineData("", true, "")]
    public void Hex_digits_come_in_pairs(string text, bool ok, string printed)
    {
        var bytes = new byte[8];
        Assert.Equal(ok, HexText.TryParse(Utf8(text), bytes, out var length));
        if (ok)
            Assert.Equal(printed, Text((byte[] v, Span<byte> target) => HexText.Format(v, target), bytes[..length]));
    }

    [Theory]
    [InlineData("2024-02-30")]
    [InlineData("202-01-01")]
    [InlineData("2024-1-1x")]
    [InlineData("2024 ")]
    [InlineData("2024T")]
    [InlineData("12345678")]
    public void Broken_dates_are_refused(string text) => Assert.Equal(text == "2024 ", DateText.TryParse(Utf8(text), out _));

    [Theory]
    [InlineData("+99999-03-18 12:03:17.1", "+99999-03-18 12:03:17.1")]
    [InlineData("-0015-03-18 16:00", "-0015-03-18 16:00:00")]
    [InlineData("2024-02-29T01:02:03.1234567Z", "2024-02-29 01:02:03.123456")]
    [InlineData("2024", "2024-01-01 00:00:00")]
    [InlineData("2024-01-01T", null)]
    [InlineData("2024-01-01 25:00", null)]
    [InlineData("2024-01-01 10:00Z", null)]
    [InlineData("2024-01-01 10:00:00 Nowhere", null)]
    [InlineData("12:00:00", null)]
    public void Timestamps_are_read_and_printed(string text, string? printed)
    {
        Assert.Equal(printed is not null, TimestampText.TryParseLocal(Utf8(text), out var value));
        if (printed is not null)
            Assert.Equal(printed, Text(TimestampText.Format, value));
    }

    private static string Text<T>(Formatter<T> format, T value)
    {
        Span<byte> target = stackalloc byte[128];
        return Encoding.UTF8.GetString(target[..format(value, target)]);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
