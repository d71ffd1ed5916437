using System.Text.Json.Nodes;
using Spindle.Client.Kinds;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;
using Spindle.Pods.Tests.Settings;

namespace Spindle.Pods.Tests.Shape;

/// <summary>Pods as they are sent to the API server.</summary>
public sealed class ExecutorPodTests
{
    [Fact]
    public void Requests_are_what_is_used()
    {
        var resources = Container(Build(("spark.executor.cores", "2"), ("spark.executor.memory", "512m"), ("spark.executor.memoryOverhead", "512m"), ("spindle.kubernetes.executor.limit.ephemeral-storage", "2Gi")))["resources"]!;
        Assert.Equal("2", Text(resources["requests"]!["cpu"]));
        Assert.Null(resources["limits"]!["cpu"]);
        Assert.Equal($"{1L << 30}", Text(resources["requests"]!["memory"]));
        Assert.Equal($"{1L << 30}", Text(resources["limits"]!["memory"]));
        Assert.Equal("2Gi", Text(resources["requests"]!["ephemeral-storage"]));
        Assert.Equal("2Gi", Text(resources["limits"]!["ephemeral-storage"]));
    }

    [Fact]
    public void The_runtime_keeps_within_what_the_budget_leaves_and_uses_as_many_threads_as_cores()
    {
        var pod = Build(("spark.executor.cores", "2"), ("spark.executor.memory", "512m"), ("spark.executor.memoryOverhead", "512m"));
        Assert.Equal($"{384L << 20:X}", Variable(pod, "DOTNET_GCHeapHardLimit"));
        Assert.Equal("2", Variable(pod, "DOTNET_PROCESSOR_COUNT"));
    }

    [Fact]
    public void The_restricted_profile_of_pod_security_is_met()
    {
        var pod = Build();
        var spec = pod.Json["spec"]!;
        Assert.True((bool)spec["securityContext"]!["runAsNonRoot"]!);
        Assert.Equal("RuntimeDefault", Text(spec["securityContext"]!["seccompProfile"]!["type"]));
        var container = Container(pod)["securityContext"]!;
        Assert.False((bool)container["allowPrivilegeEscalation"]!);
        Assert.True((bool)container["readOnlyRootFilesystem"]!);
        Assert.Equal("ALL", Text(container["capabilities"]!["drop"]![0]));
        Assert.False((bool)spec["automountServiceAccountToken"]!);
        Assert.All(spec["volumes"]!.AsArray(), v => Assert.True(v!["emptyDir"] is not null || v["secret"] is not null));
    }

    [Fact]
    public void Claims_on_demand_are_made_for_each_executor()
    {
        (string, string)[] settings =
        [
            ("spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.mount.path", "/disk"), ("spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.claimName", "OnDemand"),
            ("spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.storageClass", "gp3"), ("spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.sizeLimit", "20Gi"),
        ];
        var shape = new ExecutorPod("app-1", KubernetesSettingsTests.Read([("spark.kubernetes.container.image", "spindle:1"), .. settings]), owner: null);
        var claim = Assert.Single(shape.Claims("7"));
        Assert.Equal("app-1-exec-7-pvc-spark-local-dir-1", claim.Name);
        Assert.Equal("gp3", Text(claim.Json["spec"]!["storageClassName"]));
        Assert.Equal("20Gi", Text(claim.Json["spec"]!["resources"]!["requests"]!["storage"]));
        Assert.Equal("app-1", claim.Metadata.Label(Labels.Application));
        var pod = Build(settings);
        Assert.Contains(pod.Json["spec"]!["volumes"]!.AsArray(), v => Text(v!["persistentVolumeClaim"]?["claimName"]) == claim.Name);
        Assert.Equal("/disk", Variable(pod, "TMPDIR"));
        Assert.Throws<SettingException>(() => new ExecutorPod("app-1", KubernetesSettingsTests.Read([("spark.kubernetes.container.image", "spindle:1"), .. settings[..3]]), owner: null).Claims("7"));
    }

    [Fact]
    public void Folders_that_others_see_too_are_those_of_volumes_that_outlive_a_pod()
    {
        var pod = Build(("spark.kubernetes.executor.volumes.hostPath.lake.mount.path", "/lake"), ("spark.kubernetes.executor.volumes.hostPath.lake.options.path", "/srv"),
            ("spark.kubernetes.executor.volumes.emptyDir.scratch.mount.path", "/scratch"), ("spark.kubernetes.executor.volumes.nfs.home.mount.path", "/home"),
            ("spark.kubernetes.executor.volumes.nfs.home.options.server", "nfs"), ("spark.kubernetes.executor.volumes.nfs.home.options.path", "/"));
        Assert.Equal(["/lake", "/home"], SharedVolumes.Of(pod).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void Labels_and_annotations_take_ids()
    {
        var pod = Build(("spark.kubernetes.executor.label.team", "a"), ("spark.kubernetes.executor.annotation.yunikorn.apache.org/app-id", "{{APP_ID}}"), ("spark.kubernetes.executor.annotation.which", "{{EXECUTOR_ID}}"));
        Assert.Equal("a", pod.Metadata.Labels["team"]);
        Assert.Equal("app-1", pod.Metadata.Labels[Labels.Application]);
        Assert.Equal("app-1", pod.Metadata.Annotations["yunikorn.apache.org/app-id"]);
        Assert.Equal("7", pod.Metadata.Annotations["which"]);
        Assert.Equal("app-1-exec-7", pod.Name);
        Assert.Throws<SettingException>(() => Build(("spark.kubernetes.executor.label.spark-role", "driver")));
    }

    [Fact]
    public void Placement_is_required_and_never_preferred()
    {
        var spec = Build(("spark.kubernetes.node.selector.disk", "ssd"), ("spark.kubernetes.executor.node.selector.disk", "nvme"), ("spindle.kubernetes.executor.capacity", "spot"),
            ("spindle.kubernetes.executor.tolerations", "spot=true:NoSchedule, any"), ("spindle.kubernetes.executor.topologySpread", "topology.kubernetes.io/zone"), ("spindle.kubernetes.executor.priorityClassName", "batch"),
            ("spark.kubernetes.scheduler.name", "yunikorn")).Json["spec"]!;
        Assert.Equal("nvme", Text(spec["nodeSelector"]!["disk"]));
        Assert.Equal("spot", Text(spec["affinity"]!["nodeAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]!["nodeSelectorTerms"]![0]!["matchExpressions"]![0]!["values"]![0]));
        Assert.Equal("""[{"key":"spot","operator":"Equal","value":"true","effect":"NoSchedule"},{"key":"any","operator":"Exists"}]""", spec["tolerations"]!.ToJsonString());
        Assert.Equal("DoNotSchedule", Text(spec["topologySpreadConstraints"]![0]!["whenUnsatisfiable"]));
        Assert.Equal("batch", Text(spec["priorityClassName"]));
        Assert.Equal("yunikorn", Text(spec["schedulerName"]));
    }

    [Fact]
    public void A_volume_named_as_a_local_dir_takes_the_place_of_the_other()
    {
        var pod = Build(("spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.mount.path", "/nvme"), ("spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.options.path", "/mnt/nvme"));
        Assert.Equal("/nvme", Variable(pod, "TMPDIR"));
        Assert.DoesNotContain(pod.Json["spec"]!["volumes"]!.AsArray(), v => Text(v!["name"]) == "spindle-local");
    }

    [Fact]
    public void Secrets_are_folders_or_variables()
    {
        var pod = Build(("spark.kubernetes.executor.secrets.certs", "/certs"), ("spark.kubernetes.executor.secretKeyRef.PASSWORD", "db:password"), ("spark.executorEnv.STAGE", "test"));
        Assert.Contains(Container(pod)["volumeMounts"]!.AsArray(), m => Text(m!["mountPath"]) == "/certs");
        Assert.Equal("test", Variable(pod, "STAGE"));
        var variable = Container(pod)["env"]!.AsArray().Single(v => Text(v!["name"]) == "PASSWORD")!;
        Assert.Equal("db", Text(variable["valueFrom"]!["secretKeyRef"]!["name"]));
        Assert.Throws<SettingException>(() => Build(("spark.kubernetes.executor.secretKeyRef.PASSWORD", "db")));
    }

    [Fact]
    public void A_template_keeps_what_settings_say_nothing_of()
    {
        var folder = Directory.CreateTempSubdirectory("spindle-template-");
        var file = Path.Combine(folder.FullName, "executor.yaml");
        File.WriteAllText(file, """
            apiVersion: v1
            kind: Pod
            metadata:
              labels: {team: data}
            spec:
              hostAliases: [{ip: 10.0.0.1, hostnames: [db]}]
              securityContext: {runAsUser: 185}
              containers:
              - {name: sidecar, image: proxy}
              - name: mine
                image: old
                env: [{name: A, value: "1"}]
            """);
        var pod = Build(("spark.kubernetes.executor.podTemplateFile", file), ("spark.kubernetes.executor.podTemplateContainerName", "mine"));
        Assert.Equal("data", pod.Metadata.Labels["team"]);
        Assert.Equal("10.0.0.1", Text(pod.Json["spec"]!["hostAliases"]![0]!["ip"]));
        Assert.Equal(185, (long)pod.Json["spec"]!["securityContext"]!["runAsUser"]!);
        Assert.Equal("mine", Text(Container(pod)["name"]));
        Assert.Equal("spindle:1", Text(Container(pod)["image"]));
        Assert.Equal("1", Variable(pod, "A"));
        Assert.Equal(2, pod.Json["spec"]!["containers"]!.AsArray().Count);
        Assert.Throws<TemplateException>(() => Build(("spark.kubernetes.executor.podTemplateFile", file), ("spark.kubernetes.executor.podTemplateContainerName", "other")));
        Assert.Throws<TemplateException>(() => Build(("spark.kubernetes.executor.podTemplateFile", file + ".not")));
        folder.Delete(recursive: true);
    }

    private static Pod Build(params (string Key, string Value)[] given)
    {
        var settings = KubernetesSettingsTests.Read([("spark.kubernetes.container.image", "spindle:1"), .. given]);
        return new ExecutorPod("app-1", settings, owner: null).Build("7", new LaunchKey("app-1-launch-0", "7.json"));
    }

    private static JsonObject Container(Pod pod) => pod.Json["spec"]!["containers"]![0]!.AsObject();

    private static string? Text(JsonNode? node) => (string?)node;

    private static string? Variable(Pod pod, string name) => Text(Container(pod)["env"]!.AsArray().Single(v => Text(v!["name"]) == name)!["value"]);
}
