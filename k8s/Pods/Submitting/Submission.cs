using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Spindle.Client;
using Spindle.Client.Kinds;
using Spindle.Client.Resources;
using Spindle.Pods.Launching;
using Spindle.Pods.Settings;
using Spindle.Pods.Shape;
using Spindle.Pods.Submitting.Programs;

namespace Spindle.Pods.Submitting;

/// <summary>Creates a driver pod and what it needs. All that is made on the cluster belongs to the pod, and goes with it.</summary>
/// <param name="upload">Takes a program to object storage, where a setting asks for it.</param>
public sealed class Submission(ApiClient client, string scope, string application, ProgramUpload upload)
{
    /// <summary>The application's id.</summary>
    public string Application => application;

    /// <param name="settings">As the user gave them; they travel in a secret.</param>
    /// <param name="program">The program's assembly, of this machine or, as <c>local:///…</c>, of the image; or a <see cref="StoredProgram"/>.</param>
    /// <param name="inImage">Whether the image has a file of that name.</param>
    /// <exception cref="ApiException">The API server refuses; what was made before is removed.</exception>
    /// <exception cref="SubmissionException">The program cannot be submitted.</exception>
    public async Task<Pod> CreateAsync(IReadOnlyDictionary<string, string> settings, string program, IReadOnlyList<string> arguments, Func<string, bool> inImage, CancellationToken cancel)
    {
        var read = KubernetesSettings.Read(settings, static _ => { });
        if (read.Driver.Image is null && read.Driver.TemplateFile is null)
            throw new SettingException("spark.kubernetes.container.image", "", "the image of the driver and its executors");
        var source = ProgramSource.Of(application, program, read, inImage);
        using var archive = source is ProgramSource.Upload packs ? ProgramArchive.Pack(packs.Files) : null;
        var found = source switch
        {
            ProgramSource.Image image => image.Assembly,
            ProgramSource.Storage stored => stored.Program.ToString(),
            ProgramSource.Upload put => put.Place(archive!).ToString(),
            ProgramSource.Map map => $"{DriverPod.ProgramFolder}/{map.Assembly}",
            _ => throw new UnreachableException(),
        };
        var driver = DriverPod.Build(application, read, [found, .. arguments], ships: source is ProgramSource.Map);
        var travelling = Travelling(settings, read);
        var pod = await client.Of<Pod>(scope).CreateAsync(driver, cancel: cancel).ConfigureAwait(false);
        try
        {
            // The pod waits for its secret, and so for its program; one that a quota does not let in has put nothing anywhere.
            if (source is ProgramSource.Upload put)
                await upload.PutAsync(archive!, put.Folder, put.Place(archive!), cancel).ConfigureAwait(false);
            var owner = OwnerReference.To(pod);
            await client.Of<Secret>(scope).CreateAsync(Manifest.For<Secret>(pod.Name, Labels.Of(application), owner: owner).With(travelling), cancel: cancel).ConfigureAwait(false);
            if (source is ProgramSource.Map { Files: var files })
            {
                var map = Manifest.For<ConfigMap>(pod.Name, Labels.Of(application), owner: owner);
                map.Json["binaryData"] = Manifest.Map(files.Select(f => KeyValuePair.Create(Path.GetFileName(f), Convert.ToBase64String(File.ReadAllBytes(f)))));
                map.Json["immutable"] = true;
                await client.Of<ConfigMap>(scope).CreateAsync(map, cancel: cancel).ConfigureAwait(false);
            }

            return pod;
        }
        catch (Exception failed) when (failed is ApiException or IOException or OperationCanceledException or SubmissionException)
        {
            await new Leftovers(client, scope, client.Options.Time).RemoveAsync(application, withDriver: true, CancellationToken.None).ConfigureAwait(false);
            await upload.RemoveAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static bool IsIdentity(string key) =>
        IdentitySettings.Names.Any(n => key.EndsWith($".kubernetes.authenticate.submission.{n}", StringComparison.Ordinal) || key.EndsWith($".kubernetes.authenticate.{n}", StringComparison.Ordinal));

    private Dictionary<string, string> Travelling(IReadOnlyDictionary<string, string> settings, KubernetesSettings read)
    {
        var own = new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["spark.master"] = "k8s://", ["spindle.kubernetes.namespace"] = scope };
        var travelling = new Dictionary<string, string>(StringComparer.Ordinal);
        if (read.Executor.TemplateFile is { } template)
        {
            travelling[DriverPod.ExecutorTemplate] = PodTemplate.Load(template, read.Executor.TemplateContainer).ToJsonString();
            own["spindle.kubernetes.executor.podTemplateFile"] = DriverPod.TemplatePath;
        }

        // What queries may hold is the pod's to give, and not a part of what the runtime's objects may take.
        if (!own.ContainsKey("spindle.memory.limit"))
            own["spindle.memory.limit"] = string.Create(CultureInfo.InvariantCulture, $"{read.Driver.Memory >> 20}m");
        // Files of the submitter's machine, a context of its kubeconfig, and who it is, mean nothing there.
        foreach (var local in own.Keys.Where(k => k.EndsWith(".kubernetes.driver.podTemplateFile", StringComparison.Ordinal) || k.EndsWith(".kubernetes.context", StringComparison.Ordinal) || IsIdentity(k)).ToList())
            own.Remove(local);
        travelling[DriverPod.SettingsFile] = JsonSerializer.Serialize(own);
        return travelling;
    }
}
