namespace Spindle.Sql;

// Functions over dates and times.
public static partial class Functions
{
    /// <summary>SQL's <c>add_months</c>.</summary>
    public static Column AddMonths(Column start, object? months) => Call("add_months", start, Lit(months));

    /// <summary>SQL's <c>convert_timezone</c>.</summary>
    public static Column ConvertTimezone(object? sourceTz, object? targetTz, Column sourceTs) => Call("convert_timezone", Lit(sourceTz), Lit(targetTz), sourceTs);

    /// <summary>SQL's <c>curdate</c>.</summary>
    public static Column Curdate() => Call("curdate");

    /// <summary>SQL's <c>current_date</c>.</summary>
    public static Column CurrentDate() => Call("current_date");

    /// <summary>SQL's <c>current_time</c>.</summary>
    public static Column CurrentTime(object? precision = null) => CallGiven("current_time", precision);

    /// <summary>SQL's <c>current_timestamp</c>.</summary>
    public static Column CurrentTimestamp() => Call("current_timestamp");

    /// <summary>SQL's <c>current_timezone</c>.</summary>
    public static Column CurrentTimezone() => Call("current_timezone");

    /// <summary>SQL's <c>dateadd</c>.</summary>
    public static Column DateAdd(Column start, object? days) => Call("dateadd", start, Lit(days));

    /// <summary>A timestamp so many units later.</summary>
    /// <param name="unit"><c>YEAR</c>, <c>QUARTER</c>, <c>MONTH</c>, <c>WEEK</c>, <c>DAY</c>, <c>HOUR</c>, <c>MINUTE</c>, <c>SECOND</c>, <c>MILLISECOND</c> or <c>MICROSECOND</c>.</param>
    public static Column TimestampAdd(string unit, Column quantity, Column timestamp) => Call("timestampadd", Lit(unit), quantity, timestamp);

    /// <summary>The whole units from one timestamp to another.</summary>
    /// <inheritdoc cref="TimestampAdd" path="/param"/>
    public static Column TimestampDiff(string unit, Column start, Column end) => Call("timestampdiff", Lit(unit), start, end);

    /// <summary>SQL's <c>datediff</c>.</summary>
    public static Column DateDiff(Column end, Column start) => Call("datediff", end, start);

    /// <summary>SQL's <c>date_format</c>.</summary>
    public static Column DateFormat(Column date, object? format) => Call("date_format", date, Lit(format));

    /// <summary>SQL's <c>date_from_unix_date</c>.</summary>
    public static Column DateFromUnixDate(Column days) => Call("date_from_unix_date", days);

    /// <summary>SQL's <c>date_part</c>.</summary>
    public static Column DatePart(object? field, Column source) => Call("date_part", Lit(field), source);

    /// <summary>SQL's <c>date_sub</c>.</summary>
    public static Column DateSub(Column start, object? days) => Call("date_sub", start, Lit(days));

    /// <summary>SQL's <c>date_trunc</c>.</summary>
    public static Column DateTrunc(object? format, Column timestamp) => Call("date_trunc", Lit(format), timestamp);

    /// <summary>SQL's <c>datepart</c>.</summary>
    public static Column Datepart(object? field, Column source) => Call("datepart", Lit(field), source);

    /// <summary>SQL's <c>day</c>.</summary>
    public static Column Day(Column col) => Call("day", col);

    /// <summary>SQL's <c>dayofmonth</c>.</summary>
    public static Column DayOfMonth(Column col) => Call("dayofmonth", col);

    /// <summary>SQL's <c>dayofweek</c>.</summary>
    public static Column DayOfWeek(Column col) => Call("dayofweek", col);

    /// <summary>SQL's <c>dayofyear</c>.</summary>
    public static Column DayOfYear(Column col) => Call("dayofyear", col);

    /// <summary>SQL's <c>dayname</c>.</summary>
    public static Column Dayname(Column col) => Call("dayname", col);

    /// <summary>SQL's <c>extract</c>.</summary>
    public static Column Extract(object? field, Column source) => Call("extract", Lit(field), source);

    /// <summary>SQL's <c>from_unixtime</c>.</summary>
    public static Column FromUnixtime(Column timestamp, object? format = null) => CallGiven("from_unixtime", timestamp, format);

    /// <summary>SQL's <c>from_utc_timestamp</c>.</summary>
    public static Column FromUtcTimestamp(Column timestamp, object? tz) => Call("from_utc_timestamp", timestamp, Lit(tz));

    /// <summary>SQL's <c>hour</c>.</summary>
    public static Column Hour(Column col) => Call("hour", col);

    /// <summary>SQL's <c>last_day</c>.</summary>
    public static Column LastDay(Column date) => Call("last_day", date);

    /// <summary>SQL's <c>localtimestamp</c>.</summary>
    public static Column Localtimestamp() => Call("localtimestamp");

    /// <summary>SQL's <c>make_date</c>.</summary>
    public static Column MakeDate(Column year, object? month, object? day) => Call("make_date", year, Lit(month), Lit(day));

    /// <summary>SQL's <c>make_dt_interval</c>.</summary>
    public static Column MakeDtInterval(Column? days = null, object? hours = null, object? mins = null, object? secs = null) => CallGiven("make_dt_interval", days, hours, mins, secs);

    /// <summary>SQL's <c>make_interval</c>.</summary>
    public static Column MakeInterval(Column? years = null, object? months = null, object? weeks = null, object? days = null, object? hours = null, object? mins = null, object? secs = null) => CallGiven("make_interval", years, months, weeks, days, hours, mins, secs);

    /// <summary>SQL's <c>make_time</c>.</summary>
    public static Column MakeTime(Column hour, object? minute, object? second) => Call("make_time", hour, Lit(minute), Lit(second));

    /// <summary>SQL's <c>make_timestamp</c>.</summary>
    public static Column MakeTimestamp(Column years, object? months, object? days, object? hours, object? mins, object? secs, object? timezone = null, Column? date = null, Column? time = null) => CallGiven("make_timestamp", years, months, days, hours, mins, secs, timezone, date, time);

    /// <summary>SQL's <c>make_timestamp_ltz</c>.</summary>
    public static Column MakeTimestampLtz(Column years, object? months, object? days, object? hours, object? mins, object? secs, object? timezone = null) => CallGiven("make_timestamp_ltz", years, months, days, hours, mins, secs, timezone);

    /// <summary>SQL's <c>make_timestamp_ntz</c>.</summary>
    public static Column MakeTimestampNtz(Column years, object? months, object? days, object? hours, object? mins, object? secs, Column date, Column time) => Call("make_timestamp_ntz", years, Lit(months), Lit(days), Lit(hours), Lit(mins), Lit(secs), date, time);

    /// <summary>SQL's <c>make_ym_interval</c>.</summary>
    public static Column MakeYmInterval(Column? years = null, object? months = null) => CallGiven("make_ym_interval", years, months);

    /// <summary>SQL's <c>minute</c>.</summary>
    public static Column Minute(Column col) => Call("minute", col);

    /// <summary>SQL's <c>month</c>.</summary>
    public static Column Month(Column col) => Call("month", col);

    /// <summary>SQL's <c>monthname</c>.</summary>
    public static Column Monthname(Column col) => Call("monthname", col);

    /// <summary>SQL's <c>months_between</c>.</summary>
    public static Column MonthsBetween(Column date1, Column date2, object? roundOff = null) => CallGiven("months_between", date1, date2, roundOff);

    /// <summary>SQL's <c>next_day</c>.</summary>
    public static Column NextDay(Column date, object? dayOfWeek) => Call("next_day", date, Lit(dayOfWeek));

    /// <summary>SQL's <c>now</c>.</summary>
    public static Column Now() => Call("now");

    /// <summary>SQL's <c>quarter</c>.</summary>
    public static Column Quarter(Column col) => Call("quarter", col);

    /// <summary>SQL's <c>second</c>.</summary>
    public static Column Second(Column col) => Call("second", col);

    /// <summary>SQL's <c>time_bucket</c>.</summary>
    public static Column TimeBucket(Column bucketSize, Column ts, object? origin) => Call("time_bucket", bucketSize, ts, Lit(origin));

    /// <summary>SQL's <c>time_diff</c>.</summary>
    public static Column TimeDiff(object? unit, Column start, Column end) => Call("time_diff", Lit(unit), start, end);

    /// <summary>SQL's <c>time_from_micros</c>.</summary>
    public static Column TimeFromMicros(Column col) => Call("time_from_micros", col);

    /// <summary>SQL's <c>time_from_millis</c>.</summary>
    public static Column TimeFromMillis(Column col) => Call("time_from_millis", col);

    /// <summary>SQL's <c>time_from_seconds</c>.</summary>
    public static Column TimeFromSeconds(Column col) => Call("time_from_seconds", col);

    /// <summary>SQL's <c>time_to_micros</c>.</summary>
    public static Column TimeToMicros(Column col) => Call("time_to_micros", col);

    /// <summary>SQL's <c>time_to_millis</c>.</summary>
    public static Column TimeToMillis(Column col) => Call("time_to_millis", col);

    /// <summary>SQL's <c>time_to_seconds</c>.</summary>
    public static Column TimeToSeconds(Column col) => Call("time_to_seconds", col);

    /// <summary>SQL's <c>time_trunc</c>.</summary>
    public static Column TimeTrunc(object? unit, Column time) => Call("time_trunc", Lit(unit), time);

    /// <summary>SQL's <c>timestamp_micros</c>.</summary>
    public static Column TimestampMicros(Column col) => Call("timestamp_micros", col);

    /// <summary>SQL's <c>timestamp_millis</c>.</summary>
    public static Column TimestampMillis(Column col) => Call("timestamp_millis", col);

    /// <summary>SQL's <c>timestamp_nanos</c>.</summary>
    public static Column TimestampNanos(Column col) => Call("timestamp_nanos", col);

    /// <summary>SQL's <c>timestamp_seconds</c>.</summary>
    public static Column TimestampSeconds(Column col) => Call("timestamp_seconds", col);

    /// <summary>SQL's <c>to_date</c>.</summary>
    public static Column ToDate(Column col, object? format = null) => CallGiven("to_date", col, format);

    /// <summary>SQL's <c>to_time</c>.</summary>
    public static Column ToTime(Column str, object? format = null) => CallGiven("to_time", str, format);

    /// <summary>SQL's <c>to_timestamp</c>.</summary>
    public static Column ToTimestamp(Column col, object? format = null) => CallGiven("to_timestamp", col, format);

    /// <summary>SQL's <c>to_timestamp_ltz</c>.</summary>
    public static Column ToTimestampLtz(Column timestamp, object? format = null) => CallGiven("to_timestamp_ltz", timestamp, format);

    /// <summary>SQL's <c>to_timestamp_ntz</c>.</summary>
    public static Column ToTimestampNtz(Column timestamp, object? format = null) => CallGiven("to_timestamp_ntz", timestamp, format);

    /// <summary>SQL's <c>to_unix_timestamp</c>.</summary>
    public static Column ToUnixTimestamp(Column timestamp, object? format = null) => CallGiven("to_unix_timestamp", timestamp, format);

    /// <summary>SQL's <c>to_utc_timestamp</c>.</summary>
    public static Column ToUtcTimestamp(Column timestamp, object? tz) => Call("to_utc_timestamp", timestamp, Lit(tz));

    /// <summary>SQL's <c>trunc</c>.</summary>
    public static Column Trunc(Column date, object? format) => Call("trunc", date, Lit(format));

    /// <summary>SQL's <c>try_make_interval</c>.</summary>
    public static Column TryMakeInterval(Column? years = null, object? months = null, object? weeks = null, object? days = null, object? hours = null, object? mins = null, object? secs = null) => CallGiven("try_make_interval", years, months, weeks, days, hours, mins, secs);

    /// <summary>SQL's <c>try_make_timestamp</c>.</summary>
    public static Column TryMakeTimestamp(Column years, object? months, object? days, object? hours, object? mins, object? secs, object? timezone = null, Column? date = null, Column? time = null) => CallGiven("try_make_timestamp", years, months, days, hours, mins, secs, timezone, date, time);

    /// <summary>SQL's <c>try_make_timestamp_ltz</c>.</summary>
    public static Column TryMakeTimestampLtz(Column years, object? months, object? days, object? hours, object? mins, object? secs, object? timezone = null) => CallGiven("try_make_timestamp_ltz", years, months, days, hours, mins, secs, timezone);

    /// <summary>SQL's <c>try_make_timestamp_ntz</c>.</summary>
    public static Column TryMakeTimestampNtz(Column years, object? months, object? days, object? hours, object? mins, object? secs, Column date, Column time) => Call("try_make_timestamp_ntz", years, Lit(months), Lit(days), Lit(hours), Lit(mins), Lit(secs), date, time);

    /// <summary>SQL's <c>try_to_date</c>.</summary>
    public static Column TryToDate(Column col, object? format = null) => CallGiven("try_to_date", col, format);

    /// <summary>SQL's <c>try_to_time</c>.</summary>
    public static Column TryToTime(Column str, object? format = null) => CallGiven("try_to_time", str, format);

    /// <summary>SQL's <c>try_to_timestamp</c>.</summary>
    public static Column TryToTimestamp(Column col, object? format = null) => CallGiven("try_to_timestamp", col, format);

    /// <summary>SQL's <c>unix_date</c>.</summary>
    public static Column UnixDate(Column col) => Call("unix_date", col);

    /// <summary>SQL's <c>unix_micros</c>.</summary>
    public static Column UnixMicros(Column col) => Call("unix_micros", col);

    /// <summary>SQL's <c>unix_millis</c>.</summary>
    public static Column UnixMillis(Column col) => Call("unix_millis", col);

    /// <summary>SQL's <c>unix_nanos</c>.</summary>
    public static Column UnixNanos(Column col) => Call("unix_nanos", col);

    /// <summary>SQL's <c>unix_seconds</c>.</summary>
    public static Column UnixSeconds(Column col) => Call("unix_seconds", col);

    /// <summary>SQL's <c>unix_timestamp</c>.</summary>
    public static Column UnixTimestamp(Column? timestamp = null, object? format = null) => CallGiven("unix_timestamp", timestamp, format);

    /// <summary>SQL's <c>weekofyear</c>.</summary>
    public static Column WeekOfYear(Column col) => Call("weekofyear", col);

    /// <summary>SQL's <c>weekday</c>.</summary>
    public static Column Weekday(Column col) => Call("weekday", col);

    /// <summary>SQL's <c>year</c>.</summary>
    public static Column Year(Column col) => Call("year", col);

    /// <summary>SQL's <c>window</c>: the stretches of a given length, one each slide, that a time is in. The type <see cref="Window"/> has the name in C#.</summary>
    /// <param name="windowDuration">An interval, <c>10 minutes</c>.</param>
    /// <param name="slideDuration">Null for stretches that follow each other.</param>
    /// <param name="startTime">From when on they follow each other, as an interval past 1970-01-01; null for that moment.</param>
    public static Column TimeWindow(Column timeColumn, string windowDuration, string? slideDuration = null, string? startTime = null) =>
        Call("window", timeColumn, Lit(windowDuration), Lit(slideDuration ?? windowDuration), Lit(startTime ?? "0 second"));

    /// <summary>SQL's <c>session_window</c>: the stretch of times that follow each other by less than a gap.</summary>
    public static Column SessionWindow(Column timeColumn, object? gapDuration) => Call("session_window", timeColumn, Lit(gapDuration));

    /// <summary>SQL's <c>window_time</c>: the last moment of a window.</summary>
    public static Column WindowTime(Column windowColumn) => Call("window_time", windowColumn);
}
