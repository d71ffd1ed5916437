using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Spindle.Driver.Metrics;

/// <summary>Serves <c>/metrics</c> over HTTP, for whoever collects figures.</summary>
internal sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private MetricsServer(WebApplication application) => this.application = application;

    /// <summary>Where it is served: <c>http://127.0.0.1:4040/metrics</c>.</summary>
    public Uri Address => new(new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/metrics");

    /// <param name="address">With port 0, any free one.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<MetricsServer> StartAsync(IPEndPoint address, DriverMetrics metrics)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(address));
        var application = builder.Build();
        application.Run(context =>
        {
            if (context.Request.Path != "/metrics")
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            return context.Response.WriteAsync(metrics.Text());
        });
        await application.StartAsync().ConfigureAwait(false);
        return new MetricsServer(application);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await application.StopAsync(patience.Token).ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }
}
