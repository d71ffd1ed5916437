using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Functions.Evaluation;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Scalars.Times;

/// <summary>Zones that rows name; the last one is kept, for it is nearly always the only one. One thread's.</summary>
internal sealed class NamedZones(Origin origin)
{
    private byte[] name = [];
    private TimeZone? zone;

    /// <exception cref="SpindleException">INVALID_TIMEZONE.</exception>
    public TimeZone For(ReadOnlySpan<byte> text)
    {
        if (zone is not null && text.SequenceEqual(name))
            return zone;
        var id = Encoding.UTF8.GetString(text);
        zone = TimeZone.Find(id) ?? throw EvaluationErrors.Of("INVALID_TIMEZONE", "22009", $"'{id}' is no time zone; write a region such as Europe/Paris, or an offset such as +02:00", origin,
            ("timeZone", id));
        name = text.ToArray();
        return zone;
    }
}
