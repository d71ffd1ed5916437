using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Time;
using Spindle.Formats.Patterns;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Tests.Patterns;

public class DateTimePatternTests
{
    private const long Sample = 1_719_842_709_123_456; // 2024-07-01T14:05:09.123456 as local time

    [Theory]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]", "2024-07-01T14:05:09.123-07:00")]
    [InlineData("yy/M/d H:m:s", "24/7/1 14:5:9")]
    [InlineData("EEEE, MMMM d", "Monday, July 1")]
    [InlineData("EEE MMM dd hh:mm a", "Mon Jul 01 02:05 PM")]
    [InlineData("DDD", "183")]
    [InlineData("HH''mm'o''clock'", "14'05o'clock")]
    [InlineData("SSSSSS S", "123456 1")]
    [InlineData("X XX x Z ZZZZZ VV", "-07 -0700 -07 -0700 -07:00 America/Los_Angeles")]
    public void Times_are_written_by_their_letters(string pattern, string text)
    {
        var compiled = DateTimePattern.Compile(pattern);
        Span<byte> target = new byte[compiled.MaxLength];
        Assert.Equal(text, Encoding.UTF8.GetString(target[..compiled.Format(Sample, -7 * 3600, TimeZone.Find("America/Los_Angeles")!, target)]));
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2024-07-01", "2024-07-01 00:00:00")]
    [InlineData("yyyyMMddHHmmss", "20240701140509", "2024-07-01 14:05:09")]
    [InlineData("d/M/yy h:mm a", "1/7/24 2:05 pm", "2024-07-01 14:05:00")]
    [InlineData("d/M/yy h:mm a", "1/7/24 12:05 AM", "2024-07-01 00:05:00")]
    [InlineData("MMM d yyyy", "Feb 29 2024", "2024-02-29 00:00:00")]
    [InlineData("yyyy-DDD", "2024-366", "2024-12-31 00:00:00")]
    [InlineData("HH:mm:ss.SSS", "14:05:09.1234567", "1970-01-01 14:05:09.123456")]
    [InlineData("yyyy[-MM[-dd]]", "2024-07", "2024-07-01 00:00:00")]
    public void Texts_are_read_by_their_letters(string pattern, string text, string time)
    {
        Assert.True(DateTimePattern.Compile(pattern).TryParse(Encoding.UTF8.GetBytes(text), out var micros, out var zone));
        Assert.Null(zone);
        Span<byte> target = new byte[64];
        Assert.Equal(time, Encoding.UTF8.GetString(target[..Formats.Values.TimestampText.Format(micros, target)]));
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2024-7-1")]
    [InlineData("yyyy-MM-dd", "2024-07-01 ")]
    [InlineData("yyyy-MM-dd", "2024-02-30")]
    [InlineData("HH:mm", "24:00")]
    [InlineData("hh:mm a", "13:00 PM")]
    [InlineData("yyyy", "")]
    [InlineData("yyyy-MM-dd XXX", "2024-07-01 07:00")]
    public void What_does_not_follow_the_letters_is_refused(string pattern, string text) =>
        Assert.False(DateTimePattern.Compile(pattern).TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("HH:mmXXX", "10:00+02:00", 8)]
    [InlineData("HH:mmX", "10:00Z", 10)]
    [InlineData("HH:mmXX", "10:00-0130", 11.5)]
    [InlineData("HH:mm VV", "10:00 America/New_York", 15)]
    public void A_zone_in_the_text_decides_the_instant(string pattern, string text, double hours)
    {
        Assert.True(DateTimePattern.Compile(pattern).TryParseInstant(Encoding.UTF8.GetBytes(text), TimeZone.Utc, out var micros));
        Assert.Equal((long)(hours * TimeUnits.MicrosPerHour), micros);
    }

    [Fact]
    public void What_is_written_reads_back()
    {
        var chance = new Random(4);
        var pattern = DateTimePattern.Compile("yyyy-MM-dd HH:mm:ss.SSSSSS");
        Span<byte> target = new byte[pattern.MaxLength];
        for (var i = 0; i < 20_000; i++)
        {
            var micros = chance.NextInt64(-60_000_000_000_000_000, 200_000_000_000_000_000);
            Assert.True(pattern.TryParse(target[..pattern.Format(micros, 0, TimeZone.Utc, target)], out var back, out _));
            Assert.Equal(micros, back);
        }
    }

    [Theory]
    [InlineData("G yy", "AD 24")]
    [InlineData("Q QQQ QQQQ", "3 Q3 3rd quarter")]
    [InlineData("F D", "3 206")]
    [InlineData("K k h a", "1 13 1 PM")]
    [InlineData("z zzzz", "PDT Pacific Daylight Time")]
    [InlineData("O OOOO ZZZZ", "GMT-7 GMT-07:00 GMT-07:00")]
    public void Every_letter_is_written(string pattern, string text)
    {
        var compiled = DateTimePattern.Compile(pattern, PatternUse.Formatting);
        Span<byte> target = new byte[compiled.MaxLength];
        // 2024-07-24T13:00 in Los Angeles.
        var length = compiled.Format(1_721_826_000_000_000, -7 * 3600, TimeZone.Find("America/Los_Angeles")!, target);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(target[..length]));
    }

    [Theory]
    [InlineData("yyyy-MM-dd kk:mm", "2024-07-24 24:10", true)]
    [InlineData("yyyy-MM-dd hh:mm a zzz", "2024-07-24 01:10 pm PST", true)]
    [InlineData("yyyy-MM-dd HH:mm [zzzz]", "2024-07-24 01:10 Pacific Standard Time", true)]
    [InlineData("ss.SSSSyyyy", "12.12342019", true)]
    [InlineData("ss.SSS", "12.1234", false)]
    [InlineData("yyyy-dd-DDD", "2020-01-365", false)]
    [InlineData("yy", "-12", false)]
    public void Letters_are_read_as_strictly_as_Java_reads_them(string pattern, string text, bool isRead) =>
        Assert.Equal(isRead, DateTimePattern.Compile(pattern, PatternUse.Parsing).TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("YYYY", "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION")]
    [InlineData("cc", "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN")]
    [InlineData("yyyy-MM-dd'T", "INVALID_DATETIME_PATTERN.WITH_SUGGESTION")]
    [InlineData("[yyyy", "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION")]
    [InlineData("MMMMM", "INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_PATTERN_RECOGNITION")]
    [InlineData("QQQQQ", "INVALID_DATETIME_PATTERN.LENGTH")]
    [InlineData("n", "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER")]
    public void Letters_without_a_meaning_are_refused(string pattern, string errorClass) =>
        Assert.Equal(errorClass, Assert.Throws<SpindleException>(() => DateTimePattern.Compile(pattern)).ErrorClass.Name);
}
