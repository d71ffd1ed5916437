using Spindle.Pods.Settings;

namespace Spindle.Pods.Tests.Settings;

public sealed class KubernetesSettingsTests
{
    [Fact]
    public void Sparks_names_and_ours_are_one_and_ours_win()
    {
        var settings = Read(("spark.kubernetes.namespace", "theirs"), ("spindle.kubernetes.namespace", "ours"), ("spark.executor.instances", "7"));
        Assert.Equal("ours", settings.Namespace);
        Assert.Equal(7, settings.Instances);
        Assert.Contains("spark.executor.instances", settings.Used);
    }

    [Theory]
    [InlineData("1g", null, null, 1024, 384)]
    [InlineData("8g", null, null, 8192, 819)]
    [InlineData("8g", "0.4", null, 8192, 3276)]
    [InlineData("256m", null, "256", 256, 256)]
    public void Overhead_is_a_part_of_the_memory_and_no_less_than_384_mebibytes(string memory, string? factor, string? overhead, long expected, long over)
    {
        var settings = Read([("spark.executor.memory", memory), .. factor is null ? Array.Empty<(string, string)>() : [("spark.kubernetes.memoryOverheadFactor", factor)], .. overhead is null ? Array.Empty<(string, string)>() : [("spark.executor.memoryOverhead", overhead)]]);
        Assert.Equal((expected, over), (settings.Executor.Memory >> 20, settings.Executor.Overhead >> 20));
    }

    [Fact]
    public void Failures_that_are_survived_follow_the_number_of_executors()
    {
        Assert.Equal(3, Read(("spark.executor.instances", "1")).Limits.MaxFailures);
        Assert.Equal(20, Read(("spark.executor.instances", "10")).Limits.MaxFailures);
        Assert.Equal(5, Read(("spark.executor.maxNumFailures", "5")).Limits.MaxFailures);
    }

    [Fact]
    public void Volumes_are_named_by_their_type_and_name()
    {
        var volume = Assert.Single(Read(("spark.kubernetes.executor.volumes.hostPath.data.mount.path", "/data"), ("spark.kubernetes.executor.volumes.hostPath.data.mount.readOnly", "true"), ("spark.kubernetes.executor.volumes.hostPath.data.options.path", "/srv")).Executor.Volumes);
        Assert.Equal(("hostPath", "data", "/data", true, "/srv"), (volume.Type, volume.Name, volume.MountPath, volume.ReadOnly, volume.Options["path"]));
        Assert.Throws<SettingException>(() => Read(("spark.kubernetes.executor.volumes.floppy.data.mount.path", "/data")));
        Assert.Throws<SettingException>(() => Read(("spark.kubernetes.executor.volumes.emptyDir.data.options.medium", "Memory")));
    }

    [Theory]
    [InlineData("spark.kubernetes.allocation.batch.size", "0")]
    [InlineData("spark.kubernetes.allocation.batch.delay", "soon")]
    [InlineData("spark.executor.memory", "much")]
    [InlineData("spark.kubernetes.container.image.pullPolicy", "Sometimes")]
    [InlineData("spindle.kubernetes.executor.capacity", "cheap")]
    [InlineData("spark.kubernetes.allocation.batch.sise", "1")]
    public void What_is_wrong_is_refused_by_the_name_that_was_written(string name, string value) =>
        Assert.Contains(name, Assert.Throws<SettingException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_has_no_effect_is_warned_of()
    {
        var warnings = new List<string>();
        KubernetesSettings.Read([new("spark.kubernetes.report.interval", "5s")], warnings.Add);
        Assert.Equal("spark.kubernetes.report.interval has no effect: states are told when they change", Assert.Single(warnings));
    }

    internal static KubernetesSettings Read(params (string Key, string Value)[] given) =>
        KubernetesSettings.Read(given.Select(g => KeyValuePair.Create(g.Key, g.Value)), warning => Assert.Fail(warning));
}
