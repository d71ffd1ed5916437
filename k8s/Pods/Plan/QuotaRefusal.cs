using Spindle.Client.Resources;

namespace Spindle.Pods.Plan;

/// <summary>What the API server says of a pod that would go over a quota: <c>exceeded quota: team, requested: pods=1, used: pods=4, limited: pods=4</c>.</summary>
/// <param name="Requested">Of the resources that there is too little of.</param>
/// <param name="Limited">What the quota allows of them in all.</param>
public sealed record QuotaRefusal(string Quota, IReadOnlyDictionary<string, Quantity> Requested, IReadOnlyDictionary<string, Quantity> Limited)
{
    private const string Words = "exceeded quota: ";

    /// <summary>The pod would fit if others used less; else waiting is no cure.</summary>
    public bool Fits => Requested.All(r => !Limited.TryGetValue(r.Key, out var limit) || r.Value <= limit);

    /// <summary>Null where the message is about something else.</summary>
    public static QuotaRefusal? Read(string message)
    {
        var start = message.IndexOf(Words, StringComparison.Ordinal);
        if (start < 0)
            return null;
        var parts = message[(start + Words.Length)..].Split(", ");
        return new QuotaRefusal(parts[0].TrimEnd(), Amounts(parts, "requested: "), Amounts(parts, "limited: "));
    }

    private static Dictionary<string, Quantity> Amounts(string[] parts, string name)
    {
        var amounts = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var pair in parts.FirstOrDefault(p => p.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Split(',') ?? [])
            if (pair.Split('=') is [var resource, var amount] && Quantity.TryParse(amount, out var quantity))
                amounts[resource] = quantity;
        return amounts;
    }
}
