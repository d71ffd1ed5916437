using System.Globalization;
using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes;

/// <summary>Changes objects by patches. Lists of the strategic kind are merged by name, type or uid, which covers what tests write.</summary>
internal static class Patch
{
    private static readonly string[] MergeKeys = ["name", "type", "uid"];

    public static void Apply(JsonObject target, JsonNode patch, string media)
    {
        if (media.StartsWith("application/json-patch", StringComparison.Ordinal))
            foreach (var operation in patch.AsArray())
                Operate(target, operation!.AsObject());
        else
            Merge(target, patch.AsObject(), byKeys: !media.StartsWith("application/merge-patch", StringComparison.Ordinal));
    }

    private static void Merge(JsonObject target, JsonObject patch, bool byKeys)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner)
            {
                var into = target[name] as JsonObject ?? [];
                if (into.Parent is null)
                    target[name] = into;
                Merge(into, inner, byKeys);
            }
            else if (byKeys && value is JsonArray list && target[name] is JsonArray known && KeyOf(list, known) is { } key)
                MergeLists(known, list, key);
            else
                target[name] = value.DeepClone();
        }
    }

    private static string? KeyOf(JsonArray list, JsonArray known) =>
        MergeKeys.FirstOrDefault(key => list.Concat(known).All(item => item is JsonObject o && o.ContainsKey(key)));

    private static void MergeLists(JsonArray known, JsonArray list, string key)
    {
        foreach (var item in list.Select(i => i!.AsObject()))
            if (known.FirstOrDefault(k => (string?)k![key] == (string?)item[key]) is JsonObject same)
                Merge(same, item, byKeys: true);
            else
                known.Add(item.DeepClone());
    }

    private static void Operate(JsonObject target, JsonObject operation)
    {
        var path = ((string)operation["path"]!).Split('/')[1..].Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        JsonNode parent = target;
        foreach (var step in path[..^1])
            parent = (parent is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)] : parent[step]) ?? throw new ApiRefusal(422, "Invalid", $"the path {operation["path"]} does not exist");
        var (last, value) = (path[^1], operation["value"]?.DeepClone());
        switch ((string)operation["op"]!, parent)
        {
            case ("test", _) when !JsonNode.DeepEquals(parent[last], value):
                throw new ApiRefusal(422, "Invalid", $"the value at {operation["path"]} is another one");
            case ("test", _):
                break;
            case ("remove", JsonArray list):
                list.RemoveAt(int.Parse(last, CultureInfo.InvariantCulture));
                break;
            case ("remove", JsonObject inner):
                inner.Remove(last);
                break;
            case ("add", JsonArray list) when last == "-":
                list.Add(value);
                break;
            case ("add", JsonArray list):
                list.Insert(int.Parse(last, CultureInfo.InvariantCulture), value);
                break;
            case ("replace", JsonArray list):
                list[int.Parse(last, CultureInfo.InvariantCulture)] = value;
                break;
            case ("add" or "replace", JsonObject inner):
                inner[last] = value;
                break;
            default:
                throw new ApiRefusal(400, "BadRequest", $"the operation {operation["op"]} is not known");
        }
    }
}
