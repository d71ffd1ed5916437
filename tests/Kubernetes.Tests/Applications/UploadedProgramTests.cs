namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>Programs that reach their driver pods through object storage.</summary>
public sealed class UploadedProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_program_that_no_config_map_takes_is_uploaded_run_and_removed()
    {
        if (await BucketCluster.TryOpenAsync() is not { } opened)
            return;
        await using var site = opened;
        var job = Job(site, "uploaded", ("spark.kubernetes.configMap.maxSize", "1000"), ("spark.kubernetes.file.upload.path", "s3://data/programs"));
        using var patience = new CancellationTokenSource(Patience);
        var code = await job.RunAsync(patience.Token);
        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Contains(job.Lines, l => l.StartsWith("pi is about 3.14", StringComparison.Ordinal));
        Assert.Contains(job.Lines, l => l.EndsWith(", 1 uploaded program", StringComparison.Ordinal));
        Assert.Empty(site.Buckets.Objects);
        Assert.Empty((await site.Cluster.Pods.ListAsync()).Items);
        Console.WriteLine($"a program went through a bucket, ran and was removed within {job.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task A_program_that_is_not_in_its_bucket_is_one_error_of_the_driver_pod()
    {
        if (await BucketCluster.TryOpenAsync() is not { } opened)
            return;
        await using var site = opened;
        var job = Job(site, "absent");
        job.Stored = "s3://data/absent.zip";
        using var patience = new CancellationTokenSource(Patience);
        Assert.Equal(1, await job.RunAsync(patience.Token));
        Assert.Contains(job.Lines, l => l.Contains("there is no program at s3://data/absent.zip", StringComparison.Ordinal));
        Assert.Contains(job.Lines, l => l.StartsWith("FAILED (", StringComparison.Ordinal));
    }

    private static DriverJob Job(BucketCluster site, string application, params (string Key, string Value)[] settings) =>
        new(site.Cluster, application, "PiEstimation", ["--darts", "2000000"], [.. site.Buckets.Settings, ("spark.driver.memory", "256m"), .. settings]);
}
