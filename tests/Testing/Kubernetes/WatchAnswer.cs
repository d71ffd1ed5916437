using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Spindle.Testing.Kubernetes;

/// <summary>Answers a watch: what has changed since its version, then what changes, until its time is over or its fault strikes.</summary>
internal static class WatchAnswer
{
    public static async Task WriteAsync(ScriptedApiServer server, HttpContext context, ApiCall call, Fault.Watch? fault)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        await response.StartAsync(context.RequestAborted);
        await response.Body.FlushAsync(context.RequestAborted);
        var at = long.TryParse(call.Query["resourceVersion"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        var seconds = int.TryParse(call.Query["timeoutSeconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 1800;
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), server.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, context.RequestAborted);
        var telling = new Telling(context, fault);
        try
        {
            while (true)
            {
                if (server.Objects.After(at, call.Kind!, call.Namespace) is not { } found)
                {
                    await telling.ExpireAsync(at);
                    return;
                }

                foreach (var line in found.Events.Select(e => Line(e, call)).OfType<string>())
                    if (!await telling.TellAsync(line))
                        return;
                if (!await telling.CatchUpAsync())
                    return;
                at = found.Version;
                await found.Next.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            await telling.EndAsync(Bookmark(call, at));
        }
    }

    // An object that begins to match the selection is added to it, one that ceases is deleted from it.
    private static string? Line(StoreEvent told, ApiCall call)
    {
        bool Matches(StoredObject? item) => item is not null && Selector.Matches(item.Json, call.Query["labelSelector"], call.Query["fieldSelector"]);
        var type = (told.Type, Matches(told.Before), Matches(told.Object)) switch
        {
            ("ADDED", _, true) => "ADDED",
            ("MODIFIED", true, true) => "MODIFIED",
            ("MODIFIED", false, true) => "ADDED",
            ("MODIFIED", true, false) => "DELETED",
            ("DELETED", true, _) => "DELETED",
            _ => null,
        };
        return type is null ? null : $"{{\"type\":\"{type}\",\"object\":{Encoding.UTF8.GetString(told.Object.Bytes)}}}";
    }

    private static string Bookmark(ApiCall call, long at) =>
        new JsonObject { ["type"] = "BOOKMARK", ["object"] = new JsonObject { ["kind"] = call.Kind!.Kind, ["apiVersion"] = call.Kind.ApiVersion, ["metadata"] = new JsonObject { ["resourceVersion"] = at.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null } } }.ToJsonString();

    /// <summary>Tells events, and strikes when the time of the fault has come.</summary>
    private sealed class Telling(HttpContext context, Fault.Watch? fault)
    {
        private int told;
        private string? held;

        /// <returns>False where the watch is over.</returns>
        public async Task<bool> TellAsync(string line)
        {
            if (fault is null || told++ < fault.After)
                return await WriteAsync(line);
            switch (fault.Kind)
            {
                case WatchFault.Duplicate:
                    return await WriteAsync(line) && await WriteAsync(line);
                case WatchFault.Omit:
                    return told % 2 == 0 || await WriteAsync(line);
                case WatchFault.Reorder when held is null:
                    held = line;
                    return true;
                case WatchFault.Reorder:
                    (var earlier, held) = (held, null);
                    return await WriteAsync(line) && await WriteAsync(earlier);
                case WatchFault.CutEvent:
                    await context.Response.WriteAsync(line[..(line.Length / 2)], context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    context.Abort();
                    return false;
                default:
                    return await StrikeAsync();
            }
        }

        /// <summary>All events so far are told: a fault that needs no event strikes, and one that is held back follows.</summary>
        public async Task<bool> CatchUpAsync()
        {
            if (held is not null)
            {
                (var late, held) = (held, null);
                return await WriteAsync(late);
            }

            return fault is not { Kind: WatchFault.Expire or WatchFault.FallSilent or WatchFault.Drop or WatchFault.End } || told < fault.After || await StrikeAsync();
        }

        public Task ExpireAsync(long at) => WriteAsync(new JsonObject { ["type"] = "ERROR", ["object"] = ApiRefusal.Expired($"too old resource version: {at}").ToJson() }.ToJsonString());

        public Task EndAsync(string bookmark) => WriteAsync(bookmark);

        private async Task<bool> StrikeAsync()
        {
            switch (fault!.Kind)
            {
                case WatchFault.Expire:
                    await ExpireAsync(0);
                    break;
                case WatchFault.FallSilent:
                    await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
                    break;
                case WatchFault.Drop:
                    context.Abort();
                    break;
            }

            return false;
        }

        private async Task<bool> WriteAsync(string line)
        {
            await context.Response.WriteAsync(line + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            return true;
        }
    }
}
