using System.Xml;
using System.Xml.Linq;
using Spindle.Columnar.Types;
using Spindle.Driver.Scheduling;

namespace Spindle.Driver.Settings;

/// <summary>
/// Reads pools as Spark's <c>fairscheduler.xml</c> has them; what an element leaves out is 1, 0 and FIFO:
/// <code><![CDATA[
/// <allocations>
///   <pool name="reports"><schedulingMode>FAIR</schedulingMode><weight>2</weight><minShare>3</minShare></pool>
/// </allocations>
/// ]]></code>
/// </summary>
internal static class PoolFile
{
    /// <exception cref="FormatException">There is no such file, or it is no list of pools.</exception>
    public static ValueList<PoolSettings> Read(string path)
    {
        try
        {
            var pools = XDocument.Load(path).Root?.Elements("pool").Select(Pool).ToValueList() ?? [];
            return pools.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count() == pools.Count ? pools : throw new FormatException();
        }
        catch (Exception unreadable) when (unreadable is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException(unreadable.Message, unreadable);
        }
    }

    private static PoolSettings Pool(XElement pool) => new(
        pool.Attribute("name")?.Value is { Length: > 0 } name ? name : throw new FormatException(),
        Value(pool, "schedulingMode", "FIFO").ToUpperInvariant() switch { "FAIR" => true, "FIFO" => false, _ => throw new FormatException() },
        SettingText.Count(Value(pool, "weight", "1"), 1),
        SettingText.Count(Value(pool, "minShare", "0")));

    private static string Value(XElement pool, string name, string otherwise) => pool.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : otherwise;
}
