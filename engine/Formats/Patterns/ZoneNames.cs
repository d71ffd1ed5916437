using System.Collections.Frozen;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Patterns;

/// <summary>English names of time zones, as Java's US locale has them: short and long, for standard and for daylight saving time. Zones without names are called by their id.</summary>
internal static class ZoneNames
{
    private static readonly FrozenDictionary<string, Names> ByZone = Build();

    private static readonly FrozenDictionary<string, string> ByName = ByZone.Reverse().SelectMany(e => new[] { (e.Value.Short, e.Key), (e.Value.ShortDaylight, e.Key), (e.Value.Long, e.Key), (e.Value.LongDaylight, e.Key) })
        .GroupBy(e => e.Item1, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(g => g.Key, g => Preferred(g.Select(e => e.Key)), StringComparer.OrdinalIgnoreCase);

    private sealed record Names(string Short, string ShortDaylight, string Long, string LongDaylight);

    /// <summary>The zone's name at an offset.</summary>
    public static string Of(TimeZone zone, int offsetSeconds, bool isLong)
    {
        if (!ByZone.TryGetValue(zone.Id, out var names))
            return zone.Id;
        // Of the two offsets that the zone has in a year, the larger is daylight saving time's.
        var isDaylight = names.Short != names.ShortDaylight && !zone.IsFixed && offsetSeconds == Math.Max(zone.OffsetSecondsAt(Winter), zone.OffsetSecondsAt(Summer));
        return isLong ? (isDaylight ? names.LongDaylight : names.Long) : isDaylight ? names.ShortDaylight : names.Short;
    }

    /// <summary>The zone of a name, or of an id.</summary>
    public static TimeZone? Find(string name) => TimeZone.Find(ByName.GetValueOrDefault(name, name));

    /// <summary>2021-01-01 and 2021-07-01.</summary>
    private const long Winter = 1_609_459_200;
    private const long Summer = 1_625_097_600;

    private static string Preferred(IEnumerable<string> zones)
    {
        var all = zones.ToList();
        string[] first = ["America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "Europe/London", "Europe/Paris", "Asia/Shanghai", "Asia/Kolkata", "UTC"];
        return first.FirstOrDefault(all.Contains) ?? all[0];
    }

    private static FrozenDictionary<string, Names> Build()
    {
        var names = new Dictionary<string, Names>(StringComparer.Ordinal);
        void Add(string ids, string standard, string daylight, string longStandard, string longDaylight)
        {
            foreach (var id in ids.Split(' '))
                names[id] = new Names(standard, daylight, longStandard, longDaylight);
        }

        void Fixed(string ids, string name, string longName) => Add(ids, name, name, longName, longName);
        Fixed("UTC Etc/UTC Z UCT Zulu Etc/UCT", "UTC", "Coordinated Universal Time");
        Fixed("GMT Etc/GMT Africa/Abidjan Africa/Accra Atlantic/Reykjavik", "GMT", "Greenwich Mean Time");
        Add("America/Los_Angeles America/Vancouver America/Tijuana US/Pacific PST8PDT", "PST", "PDT", "Pacific Standard Time", "Pacific Daylight Time");
        Add("America/Denver America/Edmonton America/Boise US/Mountain MST7MDT", "MST", "MDT", "Mountain Standard Time", "Mountain Daylight Time");
        Fixed("America/Phoenix US/Arizona MST", "MST", "Mountain Standard Time");
        Add("America/Chicago America/Winnipeg US/Central CST6CDT", "CST", "CDT", "Central Standard Time", "Central Daylight Time");
        Add("America/New_York America/Toronto America/Detroit US/Eastern EST5EDT", "EST", "EDT", "Eastern Standard Time", "Eastern Daylight Time");
        Add("America/Halifax", "AST", "ADT", "Atlantic Standard Time", "Atlantic Daylight Time");
        Add("America/Anchorage US/Alaska", "AKST", "AKDT", "Alaska Standard Time", "Alaska Daylight Time");
        Fixed("Pacific/Honolulu US/Hawaii HST", "HST", "Hawaii-Aleutian Standard Time");
        Fixed("America/Sao_Paulo", "BRT", "Brasilia Standard Time");
        Fixed("America/Argentina/Buenos_Aires", "ART", "Argentina Standard Time");
        Add("Europe/London", "GMT", "BST", "Greenwich Mean Time", "British Summer Time");
        Add("Europe/Dublin", "GMT", "IST", "Greenwich Mean Time", "Irish Standard Time");
        Add("Europe/Lisbon", "WET", "WEST", "Western European Standard Time", "Western European Summer Time");
        Add("Europe/Paris Europe/Berlin Europe/Madrid Europe/Rome Europe/Vienna Europe/Zurich Europe/Amsterdam Europe/Brussels Europe/Copenhagen Europe/Oslo Europe/Stockholm Europe/Prague "
            + "Europe/Warsaw Europe/Budapest Europe/Belgrade CET MET", "CET", "CEST", "Central European Standard Time", "Central European Summer Time");
        Add("Europe/Athens Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Bucharest Europe/Sofia EET", "EET", "EEST", "Eastern European Standard Time", "Eastern European Summer Time");
        Fixed("Europe/Moscow", "MSK", "Moscow Standard Time");
        Fixed("Africa/Johannesburg", "SAST", "South Africa Standard Time");
        Fixed("Africa/Nairobi", "EAT", "East Africa Time");
        Fixed("Asia/Dubai", "GST", "Gulf Standard Time");
        Fixed("Asia/Karachi", "PKT", "Pakistan Standard Time");
        Fixed("Asia/Kolkata Asia/Calcutta", "IST", "India Standard Time");
        Fixed("Asia/Bangkok Asia/Ho_Chi_Minh", "ICT", "Indochina Time");
        Fixed("Asia/Shanghai", "CST", "China Standard Time");
        Fixed("Asia/Hong_Kong", "HKT", "Hong Kong Standard Time");
        Fixed("Asia/Singapore", "SGT", "Singapore Standard Time");
        Fixed("Asia/Tokyo Japan", "JST", "Japan Standard Time");
        Fixed("Asia/Seoul", "KST", "Korean Standard Time");
        Add("Australia/Sydney Australia/Melbourne", "AEST", "AEDT", "Australian Eastern Standard Time", "Australian Eastern Daylight Time");
        Fixed("Australia/Perth", "AWST", "Australian Western Standard Time");
        Add("Pacific/Auckland", "NZST", "NZDT", "New Zealand Standard Time", "New Zealand Daylight Time");
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
