using Spindle.Formats.Patterns;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Records;

/// <summary>How dates and times are written.</summary>
internal sealed record ValueFormats(DateTimePattern Date, DateTimePattern Timestamp, DateTimePattern TimestampNtz, TimeZone Zone)
{
    /// <summary>Whether fields are written in the order of their names.</summary>
    public bool SortsFields { get; init; }

    /// <summary>The default pattern of dates, which needs no pattern.</summary>
    public DateTimePattern? DateOrNull => Date.Text == RecordDefaults.DatePattern ? null : Date;
}
