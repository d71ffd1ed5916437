using System.Text.Json.Nodes;
using Spindle.Client.Resources;

namespace Spindle.Client.Access;

/// <summary>Reads kubeconfig files: clusters, users, and contexts that put them together.</summary>
public static class KubeConfig
{
    /// <summary>The files that are meant: those of KUBECONFIG that exist, else <c>~/.kube/config</c> where it exists.</summary>
    public static IReadOnlyList<string> Files(Func<string, string?> environment)
    {
        if (environment("KUBECONFIG") is { Length: > 0 } list)
            return [.. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(File.Exists)];
        var home = environment("HOME") is { Length: > 0 } folder ? Path.Combine(folder, ".kube", "config") : null;
        return home is not null && File.Exists(home) ? [home] : [];
    }

    /// <summary>The endpoint of a context; of several files the first that names something says it.</summary>
    /// <param name="environment">Reads an environment variable; exec plug-ins inherit the process's own.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <exception cref="KubeConfigException">A file cannot be read, or the context is not whole.</exception>
    public static ApiEndpoint Load(IReadOnlyList<string> files, Func<string, string?> environment, TimeProvider time, string? context = null)
    {
        var documents = files.Select(f => new ConfigFile(f, Read(f))).ToList();
        context ??= documents.Select(d => d.Json.Text("current-context")).FirstOrDefault(c => c is { Length: > 0 })
            ?? throw new KubeConfigException($"no current context in {string.Join(", ", files)}: choose one with `kubectl config use-context`");
        var (file, chosen) = Entry(documents, "contexts", "context", context);
        var (clusterFile, cluster) = Entry(documents, "clusters", "cluster", chosen.Text("cluster") ?? throw new KubeConfigException($"the context '{context}' in {file.Path} names no cluster"));
        var (userFile, user) = chosen.Text("user") is { Length: > 0 } name ? Entry(documents, "users", "user", name) : (file, []);
        var server = cluster.Text("server") is { } text && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : throw new KubeConfigException($"the cluster of the context '{context}' in {clusterFile.Path} has no server address");
        return new ApiEndpoint(server, UserCredentials.Of(user, userFile, cluster, environment, time))
        {
            Authorities = clusterFile.Authorities(cluster),
            TrustsAnyServer = cluster.Flag("insecure-skip-tls-verify") ?? false,
            ServerName = cluster.Text("tls-server-name"),
            Proxy = cluster.Text("proxy-url") is { Length: > 0 } proxy ? new Uri(proxy) : null,
            Namespace = chosen.Text("namespace") is { Length: > 0 } scope ? scope : "default",
            Source = $"context '{context}' of {file.Path}",
        };
    }

    private static JsonObject Read(string path)
    {
        try
        {
            return Yaml.Parse(File.ReadAllText(path)) as JsonObject ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new KubeConfigException($"the kubeconfig {path} cannot be read: {e.Message}", e);
        }
    }

    private static (ConfigFile File, JsonObject Value) Entry(List<ConfigFile> documents, string list, string member, string name)
    {
        foreach (var document in documents)
            if (document.Json.Objects(list).FirstOrDefault(e => e.Text("name") == name) is { } entry)
                return (document, entry.Object(member) ?? []);
        var known = documents.SelectMany(d => d.Json.Objects(list)).Select(e => e.Text("name")).OfType<string>();
        throw new KubeConfigException($"there is no {member} '{name}' in {string.Join(", ", documents.Select(d => d.Path))}; there are: {string.Join(", ", known)}");
    }
}
