using Spindle.Columnar.Compression;
using Spindle.Driver.Cluster;
using Spindle.Driver.Settings;
using Spindle.Launch;

namespace Spindle.Executor.Tests;

/// <summary>Settings of the application as an executor goes by them.</summary>
public sealed class ExecutorOptionsTests
{
    [Fact]
    public void What_the_driver_is_given_reaches_executors()
    {
        var standard = Of();
        Assert.Equal((48L << 20, CompressionCodec.Lz4Block), (standard.FetchBytes, standard.Exchange.Codec));
        var given = Of(("spark.reducer.maxSizeInFlight", "2"), ("spark.io.compression.codec", "zstd"), ("spark.executor.heartbeatInterval", "3s"));
        Assert.Equal((2L << 20, CompressionCodec.Zstd, TimeSpan.FromSeconds(3)), (given.FetchBytes, given.Exchange.Codec, given.HeartbeatInterval));
        Assert.Equal(CompressionCodec.Uncompressed, Of(("spark.shuffle.compress", "false")).Exchange.Codec);
    }

    private static ExecutorOptions Of(params (string Key, string Value)[] given)
    {
        var settings = DriverSettings.Read(new ClusterSettings(1, 1, 1 << 30) { Application = "test" }, given.Select(g => KeyValuePair.Create(g.Key, g.Value)), _ => { });
        return new ExecutorOptions(new ExecutorLaunch("test", "1", "127.0.0.1:1", "here", 1, 1 << 30, "", Path.GetTempPath(), settings.ExecutorSettings));
    }
}
