using System.Collections.Immutable;
using System.Globalization;
using Spindle.Client.Resources;

namespace Spindle.Client.Watching;

/// <summary>
/// What is known of a collection. Lists replace it, events change it; an event told twice, late or out of order changes nothing: versions of one object only grow, and an object that was
/// deleted does not come back under the same uid.
/// </summary>
internal sealed class ResourceCache<T>
    where T : Resource
{
    // Uids deleted since the last list: a late event must not bring them back. Bounded by what is deleted between two lists.
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);
    private volatile ImmutableDictionary<string, T> items = ImmutableDictionary.Create<string, T>(StringComparer.Ordinal);

    /// <summary>The objects by name, or by namespace and name (<c>team-a/x</c>) where they have a namespace.</summary>
    public ImmutableDictionary<string, T> Items => items;

    /// <summary>Takes a list in: what it does not hold is gone, and what it holds is so now.</summary>
    public IReadOnlyList<CacheChange<T>> Replace(IEnumerable<T> list)
    {
        var changes = new List<CacheChange<T>>();
        var builder = ImmutableDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var item in list)
        {
            var key = KeyOf(item);
            builder[key] = item;
            if (!items.TryGetValue(key, out var known))
                changes.Add(new CacheChange<T>(null, item, item));
            else if (known.Metadata.Uid != item.Metadata.Uid)
                changes.AddRange([new CacheChange<T>(known, null, known), new CacheChange<T>(null, item, item)]);
            else if (known.Metadata.ResourceVersion != item.Metadata.ResourceVersion)
                changes.Add(new CacheChange<T>(known, item, item));
        }

        changes.AddRange(items.Where(known => !builder.ContainsKey(known.Key)).Select(known => new CacheChange<T>(known.Value, null, known.Value)));
        items = builder.ToImmutable();
        gone.Clear();
        return changes;
    }

    /// <summary>Takes an event in.</summary>
    public IReadOnlyList<CacheChange<T>> Take(WatchEvent<T> told)
    {
        if (told.Kind == WatchEventKind.Bookmark || gone.Contains(told.Resource.Metadata.Uid))
            return [];
        var key = KeyOf(told.Resource);
        var known = items.GetValueOrDefault(key);
        return told.Kind == WatchEventKind.Deleted ? Remove(key, known, told.Resource) : Set(key, known, told.Resource);
    }

    private static string KeyOf(T item) => item.Metadata.Namespace is { } scope ? $"{scope}/{item.Name}" : item.Name;

    private CacheChange<T>[] Remove(string key, T? known, T last)
    {
        gone.Add(last.Metadata.Uid);
        if (known is null || known.Metadata.Uid != last.Metadata.Uid)
            return [];
        items = items.Remove(key);
        return [new CacheChange<T>(known, null, last)];
    }

    private CacheChange<T>[] Set(string key, T? known, T item)
    {
        if (known is not null && !IsNewer(item, known))
            return [];
        items = items.SetItem(key, item);
        if (known is null)
            return [new CacheChange<T>(null, item, item)];
        if (known.Metadata.Uid == item.Metadata.Uid)
            return [new CacheChange<T>(known, item, item)];
        gone.Add(known.Metadata.Uid);
        return [new CacheChange<T>(known, null, known), new CacheChange<T>(null, item, item)];
    }

    // Versions are numbers that grow over the whole collection; one that is not a number is taken for newer than what is known unless it is the same.
    private static bool IsNewer(T item, T known)
    {
        var (left, right) = (item.Metadata.ResourceVersion, known.Metadata.ResourceVersion);
        return ulong.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var a) && ulong.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var b) ? a > b : left != right;
    }
}
