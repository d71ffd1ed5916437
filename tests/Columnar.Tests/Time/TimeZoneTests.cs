using Spindle.Columnar.Time;
using Spindle.Columnar.Types;
using static Spindle.Columnar.Time.TimeUnits;
using Zone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Columnar.Tests.Time;

public class TimeZoneTests
{
    [Theory]
    [InlineData("UTC", "UTC", 0)]
    [InlineData("Z", "Z", 0)]
    [InlineData("GMT+1", "GMT+01:00", 3_600)]
    [InlineData("UTC-7", "UTC-07:00", -25_200)]
    [InlineData("+02:00", "+02:00", 7_200)]
    [InlineData("-8:30", "-08:30", -30_600)]
    [InlineData("+5", "+05:00", 18_000)]
    [InlineData("+0530", "+05:30", 19_800)]
    [InlineData("-08:00:01", "-08:00:01", -28_801)]
    [InlineData("+01:5", "+01:05", 3_900)]
    [InlineData("MST", "-07:00", -25_200)]
    public void Offsets_are_read_in_every_form(string id, string name, int seconds)
    {
        var zone = Zone.Find(id)!;
        Assert.Equal(name, zone.Id);
        Assert.True(zone.IsFixed);
        Assert.Equal(seconds, zone.OffsetSecondsAt(0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus")]
    [InlineData("+19:00")]
    [InlineData("+1:60")]
    [InlineData("GMT+")]
    [InlineData("../passwd")]
    [InlineData("america/los_angeles")]
    [InlineData("posix/UTC")]
    public void Unknown_ids_are_refused(string id) => Assert.Null(Zone.Find(id));

    [Fact]
    public void Bundled_zones_agree_with_the_platform()
    {
        foreach (var name in (string[])["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia"])
        {
            var zone = TimeZoneDatabase.FromBundle(name)!;
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var platform))
                continue;
            for (var at = new DateTime(1972, 1, 1, 0, 30, 0, DateTimeKind.Utc); at.Year < 2100; at = at.AddHours(37))
                Assert.Equal(platform.GetUtcOffset(at).TotalSeconds, zone.OffsetSecondsAt((long)(at - DateTime.UnixEpoch).TotalSeconds));
        }
    }

    [Fact]
    public void Every_bundled_name_is_a_zone()
    {
        var names = BundledZones.Names.ToList();
        Assert.True(names.Count > 590);
        Assert.All(names, name => Assert.NotNull(TimeZoneDatabase.FromBundle(name)));
    }

    [Fact]
    public void Skipped_times_move_forward_and_doubled_times_are_the_earlier()
    {
        var zone = Zone.Find("America/Los_Angeles")!;
        // 2024-03-10 02:30 does not exist: it becomes 03:30 daylight time, 10:30 UTC.
        Assert.Equal(Local("2024-03-10 10:30"), zone.ToInstant(Local("2024-03-10 02:30")));
        // 2024-11-03 01:30 happens twice: first in daylight time, 08:30 UTC.
        Assert.Equal(Local("2024-11-03 08:30"), zone.ToInstant(Local("2024-11-03 01:30")));
        Assert.Equal(Local("2024-11-03 10:00"), zone.ToInstant(Local("2024-11-03 02:00")));
        // The same by rule, centuries past the last recorded change.
        Assert.Equal(Local("2424-03-10 10:30"), zone.ToInstant(Local("2424-03-10 02:30")));
    }

    [Fact]
    public void Local_mean_time_has_seconds() =>
        Assert.Equal(-(7 * 3_600 + 52 * 60 + 58), Zone.Find("America/Los_Angeles")!.OffsetSecondsAt(-4_000_000_000));

    [Fact]
    public void A_cursor_agrees_with_its_zone()
    {
        var chance = new Random(11);
        foreach (var name in (string[])["America/Los_Angeles", "Europe/Dublin", "+05:30", "America/Sao_Paulo"])
        {
            var zone = Zone.Find(name)!;
            var cursor = new ZoneCursor(zone);
            for (var i = 0; i < 20_000; i++)
            {
                var micros = chance.NextInt64(-100_000, 200_000) * MicrosPerDay + chance.NextInt64(MicrosPerDay);
                for (var step = 0; step < 3; step++, micros += MicrosPerHour)
                {
                    Assert.Equal(zone.ToLocal(micros), cursor.ToLocal(micros));
                    Assert.Equal(zone.ToInstant(micros), cursor.ToInstant(micros));
                }
            }
        }
    }

    [Fact]
    public void The_ends_of_time_have_an_offset()
    {
        var cursor = new ZoneCursor(Zone.Find("America/Los_Angeles")!);
        Assert.Equal(-8 * MicrosPerHour, cursor.OffsetMicros(long.MaxValue));
        Assert.Equal(-(7 * 3_600 + 52 * 60 + 58) * MicrosPerSecond, cursor.OffsetMicros(long.MinValue));
    }

    [Fact]
    public void Days_keep_the_local_time_and_hours_do_not()
    {
        var cursor = new ZoneCursor(Zone.Find("America/Los_Angeles")!);
        var start = cursor.ToInstant(Local("2024-11-02 12:00"));
        Assert.True(TimestampArithmetic.TryAdd(start, new CalendarInterval(0, 1, 0), ref cursor, out var nextDay));
        Assert.True(TimestampArithmetic.TryAdd(start, new CalendarInterval(0, 0, MicrosPerDay), ref cursor, out var dayLater));
        Assert.Equal(Local("2024-11-03 12:00"), cursor.ToLocal(nextDay));
        Assert.Equal(Local("2024-11-03 11:00"), cursor.ToLocal(dayLater));
    }

    [Theory]
    [InlineData("1997-02-28 10:30", "1996-10-30 00:00", 3.94959677)]
    [InlineData("2024-03-31 10:00", "2024-02-29 23:00", 1.0)]
    [InlineData("2024-03-01 00:00", "2024-01-31 00:00", 1.03225806)]
    public void Months_between_counts_months_of_31_days(string later, string earlier, double months) =>
        Assert.Equal(months, TimestampArithmetic.MonthsBetween(Local(later), Local(earlier), round: true));

    private static long Local(string text) =>
        (DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
