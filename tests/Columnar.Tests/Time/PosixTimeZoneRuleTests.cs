using Spindle.Columnar.Time;

namespace Spindle.Columnar.Tests.Time;

public class PosixTimeZoneRuleTests
{
    [Theory]
    [InlineData("EST5", -18_000, -18_000)]
    [InlineData("<+0330>-3:30", 12_600, 12_600)]
    [InlineData("PST8PDT,M3.2.0,M11.1.0", -28_800, -25_200)]
    [InlineData("IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3_600)]
    [InlineData("NZST-12NZDT,M9.5.0,M4.1.0/3", 46_800, 43_200)]
    [InlineData("AAA3BBB,J60,300/-2", -10_800, -7_200)]
    public void January_and_July_have_their_offsets(string text, int january, int july)
    {
        Assert.True(PosixTimeZoneRule.TryParse(text, out var rule));
        Assert.Equal(january, Offset("2050-01-15"));
        Assert.Equal(july, Offset("2050-07-15"));

        int Offset(string day) => rule.IsFixed ? rule.StandardOffset : rule.StretchAt(CalendarTests.Days(day) * 86_400L, long.MinValue).OffsetSeconds;
    }

    [Theory]
    [InlineData("")]
    [InlineData("PST")]
    [InlineData("PST8PDT")]
    [InlineData("PST8PDT,M13.2.0,M11.1.0")]
    [InlineData("PST8PDT,M3.2.0,M11.1.0x")]
    [InlineData("<+03-3")]
    public void Broken_rules_are_refused(string text) => Assert.False(PosixTimeZoneRule.TryParse(text, out _));
}
