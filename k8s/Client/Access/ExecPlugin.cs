using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Access;

/// <summary>A program that hands out credentials, as cloud providers' command lines do.</summary>
/// <param name="Version">The version of the protocol, <c>client.authentication.k8s.io/v1</c> or <c>v1beta1</c>.</param>
/// <param name="Hint">What to tell a user who has not installed it.</param>
/// <param name="Cluster">The cluster, where the plug-in asks to be told of it.</param>
internal sealed record ExecPlugin(string Version, string Command, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string? Hint, JsonObject? Cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static ExecPlugin Of(JsonObject exec, ConfigFile file, JsonObject cluster, Func<string, string?> environment)
    {
        var version = exec.Text("apiVersion");
        if (version is not ("client.authentication.k8s.io/v1" or "client.authentication.k8s.io/v1beta1"))
            throw new KubeConfigException($"the exec plug-in in {file.Path} speaks {version ?? "no stated version"}; v1 and v1beta1 of client.authentication.k8s.io are known: update it");
        if (exec.Text("interactiveMode") == "Always")
            throw new KubeConfigException($"the exec plug-in in {file.Path} wants to ask at a terminal, which nobody sits at here");
        var command = exec.Text("command") ?? throw new KubeConfigException($"the exec plug-in in {file.Path} names no command");
        // A bare name is looked up in PATH; a path with a folder is seen from the file.
        if (command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            command = file.Resolve(command);
        var variables = exec.Objects("env").ToDictionary(e => e.Text("name") ?? "", e => e.Text("value") ?? "", StringComparer.Ordinal);
        if (environment("PATH") is { } path)
            variables.TryAdd("PATH", path);
        return new ExecPlugin(version, command, exec.Texts("args"), variables, exec.Text("installHint"), exec.Flag("provideClusterInfo") == true ? Described(cluster) : null);
    }

    /// <summary>Runs it, and reads the status that it prints.</summary>
    /// <exception cref="KubeConfigException">It is not installed, failed, or printed something else.</exception>
    public async Task<JsonObject> RunAsync(TimeProvider time, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        using var process = Begin();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var error = process.StandardError.ReadToEndAsync(either.Token);
            await Task.WhenAll(output, error, process.WaitForExitAsync(either.Token)).ConfigureAwait(false);
            return process.ExitCode == 0 ? Status(await output.ConfigureAwait(false)) : throw new KubeConfigException($"the exec plug-in {Command} failed with code {process.ExitCode}: {(await error.ConfigureAwait(false)).Trim()}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new KubeConfigException($"the exec plug-in {Command} did not end within {Patience.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static JsonObject Described(JsonObject cluster)
    {
        var told = new JsonObject();
        foreach (var name in (string[])["server", "certificate-authority-data", "tls-server-name", "insecure-skip-tls-verify", "proxy-url"])
            if (cluster[name] is { } value)
                told[name] = value.DeepClone();
        return told;
    }

    private Process Begin()
    {
        var start = new ProcessStartInfo(Command, Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        var spec = new JsonObject { ["interactive"] = false };
        if (Cluster is not null)
            spec["cluster"] = Cluster.DeepClone();
        start.Environment["KUBERNETES_EXEC_INFO"] = new JsonObject { ["apiVersion"] = Version, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new KubeConfigException($"the exec plug-in {Command} cannot be started: {e.Message}{(Hint is null ? "" : "\n" + Hint)}", e);
        }
    }

    private JsonObject Status(string output)
    {
        try
        {
            if (JsonNode.Parse(output) is JsonObject credential && credential.Text("apiVersion") == Version && credential.Object("status") is { } status)
                return status;
        }
        catch (JsonException)
        {
            // The message below says what was expected; what was printed may be secret.
        }

        throw new KubeConfigException($"the exec plug-in {Command} printed no ExecCredential of {Version} with a status");
    }
}
