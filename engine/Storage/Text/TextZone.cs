using Spindle.Storage.Tables;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Text;

/// <summary>The zone of times that do not name theirs.</summary>
internal static class TextZone
{
    public static TimeZone Of(FormatOptions options) => options[FileTable.TimeZoneOption] is not { } id ? TimeZone.Utc
        : TimeZone.Find(id) ?? throw FormatOptions.Invalid(FileTable.TimeZoneOption, id, "the id of a time zone");
}
