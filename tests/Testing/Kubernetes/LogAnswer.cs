using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Spindle.Testing.Kubernetes;

/// <summary>Answers <c>pods/log</c>.</summary>
internal static class LogAnswer
{
    public static async Task WriteAsync(ScriptedApiServer server, HttpContext context, ApiCall call)
    {
        if (server.Objects.Find(call.Kind!, call.Namespace, call.Name!) is null)
            throw ApiRefusal.NotFound("pods", call.Name!);
        if (!server.Logs.TryGetValue($"{call.Namespace}/{call.Name}", out var log))
            throw new ApiRefusal(400, "BadRequest", $"container \"main\" in pod \"{call.Name}\" is waiting to start: ContainerCreating");
        context.Response.ContentType = "text/plain";
        var told = 0;
        if (int.TryParse(call.Query["tailLines"], NumberStyles.None, CultureInfo.InvariantCulture, out var tail))
            told = Math.Max(0, log.After(0).Lines.Count - tail);
        while (true)
        {
            var (lines, ended, next) = log.After(told);
            foreach (var line in lines)
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            told += lines.Count;
            if (ended || call.Query["follow"] != "true")
                return;
            await next.WaitAsync(context.RequestAborted);
        }
    }
}
