using System.Text.Json;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;
using Spindle.Pods.Submitting;

namespace Spindle.Pods.Tests.Settings;

/// <summary>Spark's settings of pods that users give: each is taken by its name, and changes a pod or how pods are asked for, or whoever gives it is warned that it does not.</summary>
public sealed class SparkSettingsTests
{
    private static readonly (string, string)[] Least = [("spark.kubernetes.container.image", "spindle:1")];

    [Theory]
    [InlineData("spark.kubernetes.namespace", "team")]
    [InlineData("spark.kubernetes.context", "west")]
    [InlineData("spark.kubernetes.container.image", "other:1")]
    [InlineData("spark.kubernetes.driver.container.image", "other:1")]
    [InlineData("spark.kubernetes.executor.container.image", "other:1")]
    [InlineData("spark.kubernetes.container.image.pullPolicy", "Always")]
    [InlineData("spark.kubernetes.container.image.pullSecrets", "registry")]
    [InlineData("spark.kubernetes.authenticate.driver.serviceAccountName", "driver")]
    [InlineData("spark.kubernetes.authenticate.executor.serviceAccountName", "executor")]
    [InlineData("spark.kubernetes.driver.podTemplateFile", "driver.yaml")]
    [InlineData("spark.kubernetes.executor.podTemplateFile", "executor.yaml")]
    [InlineData("spark.kubernetes.driver.podTemplateContainerName", "main")]
    [InlineData("spark.kubernetes.executor.podTemplateContainerName", "main")]
    [InlineData("spark.kubernetes.driver.request.cores", "300m")]
    [InlineData("spark.kubernetes.driver.limit.cores", "2")]
    [InlineData("spark.kubernetes.executor.request.cores", "300m")]
    [InlineData("spark.kubernetes.executor.limit.cores", "2")]
    [InlineData("spark.kubernetes.memoryOverheadFactor", "0.9")]
    [InlineData("spark.kubernetes.allocation.batch.size", "7")]
    [InlineData("spark.kubernetes.allocation.batch.delay", "7s")]
    [InlineData("spark.kubernetes.allocation.executor.timeout", "7s")]
    [InlineData("spark.kubernetes.allocation.maxPendingPods", "7")]
    [InlineData("spark.kubernetes.allocation.maxPendingPodsPerRp", "7")]
    [InlineData("spark.kubernetes.executor.apiPollingInterval", "7s")]
    [InlineData("spark.kubernetes.executor.missingPodDetectDelta", "7s")]
    [InlineData("spark.kubernetes.node.selector.disk", "fast")]
    [InlineData("spark.kubernetes.driver.node.selector.disk", "fast")]
    [InlineData("spark.kubernetes.executor.node.selector.disk", "fast")]
    [InlineData("spark.kubernetes.driver.label.team", "a")]
    [InlineData("spark.kubernetes.executor.label.team", "a")]
    [InlineData("spark.kubernetes.driver.annotation.team", "a")]
    [InlineData("spark.kubernetes.executor.annotation.team", "a")]
    [InlineData("spark.kubernetes.scheduler.name", "yunikorn")]
    [InlineData("spark.kubernetes.driver.scheduler.name", "yunikorn")]
    [InlineData("spark.kubernetes.executor.scheduler.name", "yunikorn")]
    [InlineData("spark.kubernetes.local.dirs.tmpfs", "true")]
    [InlineData("spark.kubernetes.executor.deleteOnTermination", "false")]
    [InlineData("spark.kubernetes.executor.terminationGracePeriodSeconds", "110s")]
    [InlineData("spark.kubernetes.driver.secrets.keys", "/etc/keys")]
    [InlineData("spark.kubernetes.executor.secrets.keys", "/etc/keys")]
    [InlineData("spark.kubernetes.driver.secretKeyRef.KEY", "keys:one")]
    [InlineData("spark.kubernetes.executor.secretKeyRef.KEY", "keys:one")]
    [InlineData("spark.kubernetes.driverEnv.NAME", "value")]
    [InlineData("spark.executorEnv.NAME", "value")]
    [InlineData("spark.kubernetes.submission.waitAppCompletion", "false")]
    [InlineData("spark.kubernetes.submission.connectionTimeout", "700")]
    [InlineData("spark.kubernetes.submission.requestTimeout", "700")]
    [InlineData("spark.kubernetes.configMap.maxSize", "1500000")]
    [InlineData("spark.kubernetes.file.upload.path", "s3://data/programs")]
    [InlineData("spark.kubernetes.executor.decommissionLabel", "leaves")]
    [InlineData("spark.kubernetes.allocation.maximum", "7")]
    [InlineData("spark.kubernetes.trust.certificates", "true")]
    [InlineData("spark.kubernetes.authenticate.oauthToken", "token")]
    [InlineData("spark.kubernetes.authenticate.oauthTokenFile", "token")]
    [InlineData("spark.kubernetes.authenticate.caCertFile", "ca.pem")]
    [InlineData("spark.kubernetes.authenticate.clientKeyFile", "key.pem")]
    [InlineData("spark.kubernetes.authenticate.clientCertFile", "certificate.pem")]
    [InlineData("spark.kubernetes.authenticate.submission.oauthToken", "token")]
    [InlineData("spark.kubernetes.authenticate.submission.oauthTokenFile", "token")]
    [InlineData("spark.kubernetes.authenticate.submission.caCertFile", "ca.pem")]
    [InlineData("spark.kubernetes.authenticate.submission.clientKeyFile", "key.pem")]
    [InlineData("spark.kubernetes.authenticate.submission.clientCertFile", "certificate.pem")]
    public void One_that_is_followed_changes_something(string name, string value)
    {
        var (before, _) = Effect();
        var (after, warnings) = Effect((name, value));
        Assert.NotEqual(before, after);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("hostPath", "path", "/srv")]
    [InlineData("emptyDir", "sizeLimit", "1Gi")]
    [InlineData("nfs", "server", "store")]
    [InlineData("persistentVolumeClaim", "claimName", "data")]
    public void Volumes_of_every_type_are_mounted(string type, string option, string value)
    {
        foreach (var role in (string[])["driver", "executor"])
        {
            var volume = $"spark.kubernetes.{role}.volumes.{type}.data";
            var (effect, warnings) = Effect(($"{volume}.mount.path", "/data"), ($"{volume}.mount.subPath", "below"), ($"{volume}.mount.readOnly", "true"), ($"{volume}.options.{option}", value),
                ($"{volume}.options.{(type == "nfs" ? "path" : option)}", type == "nfs" ? "/export" : value));
            foreach (var said in (string[])["/data", "below", value])
                Assert.Contains($"\"{said}\"", effect, StringComparison.Ordinal);
            Assert.Empty(warnings);
        }
    }

    public static TheoryData<string> Warned => [.. UnfollowedSettings.WithWarning];

    public static TheoryData<string> Refused => [.. UnfollowedSettings.Unacceptable];

    [Theory]
    [MemberData(nameof(Warned))]
    public void One_that_is_not_followed_is_taken_with_a_warning_that_says_why(string name)
    {
        var (before, _) = Effect();
        var (after, warnings) = Effect(($"spark.{name}", "1"));
        Assert.Equal(before, after);
        Assert.StartsWith($"spark.{name} has no effect: ", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void One_whose_absence_would_matter_is_refused_with_the_reason(string name)
    {
        var refused = Assert.Throws<SettingException>(() => Effect(($"spark.{name}", "1")));
        Assert.True(refused.Form.Length > "nothing: ".Length && refused.Form != "nothing: there is no such setting", refused.Form);
    }

    [Theory]
    [InlineData("spark.kubernetes.allocation.pods.allocator", "direct")]
    [InlineData("spark.kubernetes.executor.enableApiWatcher", "true")]
    [InlineData("spark.kubernetes.driver.reusePersistentVolumeClaim", "false")]
    [InlineData("spark.kubernetes.driver.service.deleteOnTermination", "TRUE")]
    public void One_that_says_what_happens_anyway_is_taken_without_a_word(string name, string value) => Assert.Empty(Effect((name, value)).Warnings);

    [Theory]
    [InlineData("spark.kubernetes.allocation.executors")]
    [InlineData("spark.kubernetes.executor.lable.team")]
    public void One_that_nobody_knows_is_refused(string name) => Assert.Contains("no such setting", Assert.Throws<SettingException>(() => Effect((name, "1"))).Form, StringComparison.Ordinal);

    [Fact]
    public void A_label_of_executors_that_leave_is_not_one_by_which_pods_are_found() =>
        Assert.Throws<SettingException>(() => Effect(("spark.kubernetes.executor.decommissionLabel", "spark-role")));

    /// <summary>What settings come to: what was read of them, and the pods of both roles.</summary>
    private static (string Effect, List<string> Warnings) Effect(params (string Key, string Value)[] given)
    {
        var warnings = new List<string>();
        var settings = KubernetesSettings.Read(Least.Where(l => given.All(g => g.Key != l.Item1)).Concat(given).Select(g => KeyValuePair.Create(g.Item1, g.Item2)), warnings.Add) with { Used = new HashSet<string>() };
        var effect = JsonSerializer.Serialize(settings);
        // A template's file is not there, and is read when the first pod is made.
        if (settings is { Executor.TemplateFile: null, Driver.TemplateFile: null })
            effect += new ExecutorPod("app", settings, owner: null).Build("1", new LaunchKey("secret", "key")).Json.ToJsonString() + DriverPod.Build("app", settings, ["program"], ships: false).Json.ToJsonString();
        return (effect, warnings);
    }
}
