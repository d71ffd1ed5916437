using System.Globalization;
using System.Net;
using Spindle.Columnar.Compression;
using Spindle.Execution.Exchange;
using Spindle.Launch;
using Spindle.Plans.Running;

namespace Spindle.Executor;

/// <summary>What an executor goes by, out of its launch and the application's settings.</summary>
internal sealed class ExecutorOptions
{
    private readonly IReadOnlyDictionary<string, string> settings;

    public ExecutorOptions(ExecutorLaunch launch)
    {
        Launch = launch;
        settings = launch.Settings;
        Driver = IPEndPoint.TryParse(launch.Driver, out var address) ? address : Named(launch.Driver);
        Folder = launch.FolderOf(Environment.ProcessId);
        Exchange = new ExchangeOptions(Text("spindle.io.compression.codec", "lz4") switch
        {
            "zstd" => CompressionCodec.Zstd,
            "none" => CompressionCodec.Uncompressed,
            _ => CompressionCodec.Lz4Block,
        });
    }

    public ExecutorLaunch Launch { get; }

    public EndPoint Driver { get; }

    /// <summary>The executor's own folder; removed at its end.</summary>
    public string Folder { get; }

    public ExchangeOptions Exchange { get; }

    /// <summary>Where blocks are served; 0 for any free port (<c>spindle.blockManager.port</c>).</summary>
    public int BlockPort => (int)Number("spindle.blockManager.port", 0);

    /// <summary>Where peers dial for blocks, where that is another port than the one that is served: one that something maps to it.</summary>
    public int AdvertisedPort => (int)Number("spindle.blockManager.advertisedPort", 0);

    /// <summary>Where the health service answers without encryption once the executor has registered, for whoever watches over it; 0 for nowhere (<c>spindle.executor.healthPort</c>).</summary>
    public int HealthPort => (int)Number("spindle.executor.healthPort", 0);

    /// <summary>The file whose content the platform shows when the executor has ended; empty for none (<c>spindle.executor.terminationMessage</c>).</summary>
    public string TerminationMessage => Text("spindle.executor.terminationMessage", "");

    /// <summary>How long the driver may be out of reach at the start: networks of new pods take a moment (<c>spindle.executor.reachTimeout</c>).</summary>
    public TimeSpan ReachTimeout => Milliseconds("spindle.executor.reachTimeout", 20_000);

    /// <summary>How often the driver hears that the executor lives.</summary>
    public TimeSpan HeartbeatInterval => Milliseconds("spindle.executor.heartbeatInterval", 2_000);

    /// <summary>The driver is gone when it has not answered for that long.</summary>
    public TimeSpan DriverTimeout => Milliseconds("spindle.executor.driverTimeout", 60_000);

    /// <summary>A peer that sends nothing for that long is out of reach.</summary>
    public TimeSpan FetchTimeout => Milliseconds("spindle.shuffle.fetch.timeout", 60_000);

    /// <summary>Whether an executor that is told to end finishes its tasks and hands its blocks over (<c>spindle.decommission.enabled</c>).</summary>
    public bool HandsOver => Text("spindle.decommission.enabled", "true") == "true";

    /// <summary>How long tasks may run on when the executor was asked to leave.</summary>
    public TimeSpan DrainTimeout => Milliseconds("spindle.executor.decommission.timeout", 30_000);

    /// <summary>Where blocks go that no peer takes; empty for nowhere (<c>spindle.storage.decommission.fallbackStorage.path</c>).</summary>
    public string FallbackPath => Text(FallbackStorage.PathSetting, "");

    /// <summary>Bytes of any one message between driver and executors (<c>spindle.rpc.message.maxSize</c>).</summary>
    public int MaxMessageLength => (int)Number("spindle.rpc.message.maxSize", 128 << 20);

    /// <summary>Whether results that do not come inline are sent to the driver, which may not be able to dial this executor, instead of being kept for it to fetch (<c>spindle.executor.sendsResults</c>).</summary>
    public bool SendsResults => Text("spindle.executor.sendsResults", "false") == "true";

    /// <summary>Bytes that are on their way to one task at most (<c>spindle.reducer.maxSizeInFlight</c>).</summary>
    public long FetchBytes => Number("spindle.reducer.maxSizeInFlight", 48L << 20);

    /// <summary>A query's settings as its tasks have them.</summary>
    public QuerySettings Query(IReadOnlyDictionary<string, string> query) => new(1, int.Parse(query.GetValueOrDefault("spindle.batch.rows", "2048"), CultureInfo.InvariantCulture))
    {
        SpillFolder = Path.Combine(Folder, "spill"),
        SpillEverything = query.GetValueOrDefault("spindle.test.spillEverything") == "true",
        EqualHashes = query.GetValueOrDefault("spindle.test.equalHashes") == "true",
    };

    private static DnsEndPoint Named(string address)
    {
        var colon = address.LastIndexOf(':');
        return new DnsEndPoint(address[..colon], int.Parse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    private string Text(string name, string otherwise) => settings.GetValueOrDefault(name, otherwise);

    private long Number(string name, long otherwise) =>
        settings.TryGetValue(name, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private TimeSpan Milliseconds(string name, long otherwise) => TimeSpan.FromMilliseconds(Number(name, otherwise));
}
