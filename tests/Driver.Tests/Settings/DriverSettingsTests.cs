using Spindle.Columnar.Errors;
using Spindle.Driver.Cluster;
using Spindle.Driver.Settings;

namespace Spindle.Driver.Tests.Settings;

public sealed class DriverSettingsTests
{
    private static readonly ClusterSettings Standard = new(2, 1, 1 << 30) { Application = "test" };

    [Fact]
    public void Every_default_of_the_table_is_the_one_in_force()
    {
        foreach (var setting in DriverSettings.All.Where(s => s.Name is not ("executor.heartbeatInterval" or "sql.execution.rangeExchange.sampleSizePerPartition")))
            Assert.Equal(Standard, setting.Apply(Standard, setting.Default));
    }

    [Theory]
    [InlineData("sql.files.maxPartitionBytes", "1m")]
    [InlineData("sql.adaptive.enabled", "false")]
    [InlineData("sql.adaptive.advisoryPartitionSizeInBytes", "1m")]
    [InlineData("sql.adaptive.coalescePartitions.minPartitionSize", "2m")]
    [InlineData("sql.adaptive.skewJoin.skewedPartitionFactor", "2")]
    [InlineData("sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "1m")]
    [InlineData("sql.shuffle.partitions", "7")]
    [InlineData("sql.autoBroadcastJoinThreshold", "-1")]
    [InlineData("sql.adaptive.autoBroadcastJoinThreshold", "1m")]
    [InlineData("sql.optimizer.dynamicPartitionPruning.enabled", "false")]
    [InlineData("sql.optimizer.runtime.bloomFilter.enabled", "false")]
    [InlineData("sql.optimizer.runtime.bloomFilter.creationSideThreshold", "1m")]
    [InlineData("sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold", "1m")]
    [InlineData("task.maxDirectResultSize", "1k")]
    [InlineData("executor.maxNumFailures", "3")]
    [InlineData("local.dir", "/data")]
    [InlineData("eventLog.dir", "/log")]
    [InlineData("eventLog.enabled", "true")]
    [InlineData("eventLog.rolling.enabled", "true")]
    [InlineData("eventLog.rolling.maxFileSize", "10m")]
    [InlineData("eventLog.rolling.maxFilesToRetain", "2")]
    [InlineData("metrics.address", "127.0.0.1:4040")]
    public void Both_prefixes_say_the_same(string name, string value)
    {
        var read = new[] { "spark.", "spindle." }.Select(prefix => DriverSettings.Read(Standard, [KeyValuePair.Create(prefix + name, value)], _ => { })).ToList();
        Assert.Equal(read[0], read[1]);
        Assert.NotEqual(Standard, read[0]);
    }

    [Fact]
    public void A_slip_is_refused_with_the_nearest_name()
    {
        var error = Assert.Throws<SpindleException>(() => DriverSettings.Read(Standard, [KeyValuePair.Create("spark.task.maxFailure", "4")], _ => { }));
        Assert.Contains("spindle.task.maxFailures", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_another_kind_is_refused_with_what_the_setting_takes()
    {
        var error = Assert.Throws<SpindleException>(() => DriverSettings.Read(Standard, [KeyValuePair.Create("spark.locality.wait", "soon")], _ => { }));
        Assert.Equal("INVALID_CONF_VALUE.TYPE_MISMATCH", error.ErrorClass.Name);
        Assert.Contains("100ms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_known_and_not_followed_warns()
    {
        var warnings = new List<string>();
        DriverSettings.Read(Standard, [KeyValuePair.Create("spark.shuffle.service.enabled", "true"), KeyValuePair.Create("spark.sql.session.timeZone", "UTC")], warnings.Add);
        Assert.Equal(["spark.shuffle.service.enabled has no effect"], warnings);
    }
}
