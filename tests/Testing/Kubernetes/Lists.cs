using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes;

/// <summary>Answers lists, whole or by pages. A page's token names the version of the first page and where it ended; once that version is forgotten it is answered with 410.</summary>
internal static class Lists
{
    public static byte[] Of(ObjectStore store, ServedKind kind, ApiCall call)
    {
        var (items, version) = store.ListAt(kind, call.Namespace);
        var selected = items.Where(o => Selector.Matches(o.Json, call.Query["labelSelector"], call.Query["fieldSelector"])).ToList();
        if (call.Query["continue"] is [{ Length: > 0 } token])
        {
            var parts = token.Split(':', 2);
            version = long.Parse(parts[0], CultureInfo.InvariantCulture);
            if (!store.IsKept(version))
                throw ApiRefusal.Expired("The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.");
            selected = [.. selected.Where(o => string.CompareOrdinal(KeyOf(o), parts[1]) > 0)];
        }

        var limit = int.TryParse(call.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given : int.MaxValue;
        var page = selected.Take(limit).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (page.Count < selected.Count)
        {
            metadata["continue"] = $"{version}:{KeyOf(page[^1])}";
            metadata["remainingItemCount"] = selected.Count - page.Count;
        }

        // The items are kept as bytes: parsing a thousand pods to print them again would be what a test spends its time on.
        var text = new StringBuilder($"{{\"kind\":\"{kind.Kind}List\",\"apiVersion\":\"{kind.ApiVersion}\",\"metadata\":{metadata.ToJsonString()},\"items\":[");
        text.AppendJoin(',', page.Select(o => Encoding.UTF8.GetString(o.Bytes))).Append("]}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string KeyOf(StoredObject item) => $"{item.Namespace}/{item.Name}";
}
