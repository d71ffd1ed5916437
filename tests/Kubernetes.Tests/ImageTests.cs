using System.Text.Json.Nodes;
using Spindle.Client.Pods;
using Spindle.Client.Resources;
using Spindle.Testing;

namespace Spindle.Kubernetes.Tests;

public sealed class ImageTests
{
    [Fact]
    public async Task The_image_works_on_a_read_only_root_as_nobody()
    {
        await using var cluster = await Cluster.TryOpenAsync();
        if (cluster is null)
            return;
        if (Environment.GetEnvironmentVariable("SPINDLE_TEST_IMAGE") is not { Length: > 0 } image)
        {
            Skipped.Say("tests of the image (SPINDLE_TEST_IMAGE is not set)");
            return;
        }

        string[] codecs = ["uncompressed", "snappy", "gzip", "lz4", "zstd", "brotli"];
        var sql = string.Join("; ", codecs.Select(c => $"create table t_{c} using parquet options (compression '{c}') location '/tmp/{c}' as select id, repeat('x', 100) as s from range(1000)"))
            + $"; select {string.Join(" + ", codecs.Select(c => $"(select count(*) from t_{c} where length(s) = 100)"))} as rows, date_format(from_utc_timestamp(timestamp '2024-07-01 00:00:00', 'Europe/Berlin'), 'HH') as hour";
        var pod = Cluster.Shell("image", "");
        var container = pod.Json["spec"]!["containers"]![0]!.AsObject();
        container["image"] = image;
        container["workingDir"] = "/tmp";
        container["command"] = new JsonArray("spindle", "sql", "--format", "csv", "-e", sql);
        container["securityContext"] = JsonNode.Parse("""{"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"runAsNonRoot":true,"runAsUser":10001,"seccompProfile":{"type":"RuntimeDefault"}}""");
        container["resources"] = JsonNode.Parse("""{"requests":{"cpu":"100m","memory":"512Mi"},"limits":{"memory":"512Mi"}}""");
        container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "tmp", ["mountPath"] = "/tmp" });
        pod.Json["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "tmp", ["emptyDir"] = new JsonObject() });
        await cluster.Pods.CreateAsync(pod);
        var ended = await cluster.UntilAsync("image", p => p.IsOver);
        var log = await cluster.Pods.LogAsync("image").ToListAsync();
        Assert.True(ended.Phase == PodPhase.Succeeded, string.Join('\n', log));
        Assert.Contains("6000,02", log);
    }
}
