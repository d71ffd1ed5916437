using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.Sql;

/// <summary>What is asked of a watermark, which nothing here waits for.</summary>
internal static class Watermark
{
    public static void Check(DataFrame frame, string eventTime, string delay)
    {
        var field = frame.Select(new Column(DataFrame.Existing(eventTime))).Schema.Fields[0];
        if (field.Type is not (TimestampType or TimestampNtzType))
        {
            throw new SpindleException(SessionErrors.EventTime, $"{eventTime} is {field.Type.Name}, and a watermark is on timestamps",
                parameters: new Dictionary<string, string> { ["eventName"] = $"`{eventTime}`", ["eventType"] = $"\"{field.Type.Sql}\"" });
        }

        var isInterval = frame.Session.Range(1).Select(Functions.Lit(delay).TryCast(DataType.CalendarInterval).IsNotNull()).Collect()[0].Get<bool>(0);
        if (!isInterval)
            throw new SpindleException(SessionErrors.IntervalText, $"'{delay}' is no interval, as 10 minutes is", parameters: new Dictionary<string, string> { ["intervalString"] = delay });
    }
}
