using System.Globalization;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Settings;

namespace Spindle.Pods.Preflight;

/// <summary>What pods take of a quota, and what it has left.</summary>
internal static class QuotaRoom
{
    /// <summary>What a pod of the role counts as, by the names that quotas use.</summary>
    public static IReadOnlyDictionary<string, Quantity> Of(RoleSettings role)
    {
        var (pods, cpu, memory) = (new Quantity(1), Quantity.Parse(role.RequestCores ?? role.Cores.ToString(CultureInfo.InvariantCulture)), new Quantity(role.MemoryLimit));
        var shape = new Dictionary<string, Quantity>(StringComparer.Ordinal)
        {
            ["pods"] = pods,
            ["count/pods"] = pods,
            ["requests.cpu"] = cpu,
            ["cpu"] = cpu,
            ["requests.memory"] = memory,
            ["memory"] = memory,
            ["limits.memory"] = memory,
        };
        if (role.LimitCores is { } cores)
            shape["limits.cpu"] = Quantity.Parse(cores);
        if ((role.RequestDisk ?? role.LimitDisk) is { } disk)
            shape["requests.ephemeral-storage"] = shape["ephemeral-storage"] = Quantity.Parse(disk);
        if (role.LimitDisk is { } most)
            shape["limits.ephemeral-storage"] = Quantity.Parse(most);
        return shape;
    }

    /// <summary>How many pods of the shape a quota has room for, and the resource that there is least of; null where it does not count such pods.</summary>
    public static (string Resource, long Room)? For(IReadOnlyDictionary<string, Quantity> shape, ResourceQuota quota)
    {
        var (hard, used) = (quota.Hard, quota.Used);
        var rooms = shape.Where(s => hard.ContainsKey(s.Key) && s.Value.Value > 0).Select(s => (s.Key, Room: (long)Math.Floor(Left(s.Key) / s.Value.Value))).ToList();
        return rooms.Count == 0 ? null : rooms.MinBy(r => r.Room);

        decimal Left(string resource) => hard[resource].Value - (used.TryGetValue(resource, out var taken) ? taken.Value : 0);
    }

    /// <summary>What several pods take together.</summary>
    public static IReadOnlyDictionary<string, Quantity> Sum(params IEnumerable<IReadOnlyDictionary<string, Quantity>> shapes) =>
        shapes.SelectMany(s => s).GroupBy(s => s.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Aggregate(default(Quantity), (sum, s) => sum + s.Value), StringComparer.Ordinal);
}
