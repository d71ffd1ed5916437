using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Spindle.Client.Access;

namespace Spindle.Client.Tests;

public sealed class AccessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spindle-access-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_token_file_is_read_again_when_the_server_refuses_the_old_token()
    {
        var file = Write("token", "first\n");
        await using var scripted = await Scripted.StartAsync(new TokenFileCredentials(file, TimeProvider.System));
        scripted.Server.Token = "first";
        await scripted.Pods.ListAsync();
        // The kubelet has written a new token and the server takes the old one no longer.
        scripted.Server.Token = "second";
        File.WriteAllText(file, "second");
        await scripted.Pods.ListAsync();
        scripted.Server.Token = "third";
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => scripted.Pods.ListAsync())).IsUnauthorized);
    }

    [Fact]
    public async Task A_context_names_cluster_user_and_namespace()
    {
        var path = Write("config", """
            apiVersion: v1
            kind: Config
            current-context: prod
            clusters:
            - name: c1
              cluster: {server: "https://10.0.0.1:6443", certificate-authority: ca.crt}
            - name: c2
              cluster:
                server: https://proxy.example/k8s/clusters/x
                insecure-skip-tls-verify: true
                tls-server-name: api.internal
            contexts:
            - {name: prod, context: {cluster: c1, user: u1, namespace: team-a}}
            - name: other
              context: {cluster: c2, user: u2}
            users:
            - name: u1
              user: {token: abc}
            - name: u2
              user: {username: me, password: "1234"}
            """);
        Write("ca.crt", Authority().ExportCertificatePem());
        var prod = Load(path);
        Assert.Equal("https://10.0.0.1:6443/", prod.Server.AbsoluteUri);
        Assert.Equal("team-a", prod.Namespace);
        Assert.Single(prod.Authorities!);
        Assert.Equal(new AuthenticationHeaderValue("Bearer", "abc"), await HeaderAsync(prod));
        var other = Load(path, "other");
        Assert.Equal("https://proxy.example/k8s/clusters/x/", other.Server.AbsoluteUri);
        Assert.True(other is { TrustsAnyServer: true, ServerName: "api.internal", Namespace: "default" });
        Assert.Equal(new AuthenticationHeaderValue("Basic", Convert.ToBase64String("me:1234"u8)), await HeaderAsync(other));
        var unknown = Assert.Throws<KubeConfigException>(() => Load(path, "nowhere"));
        Assert.Contains("no context 'nowhere'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("there are: prod, other", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_are_one_configuration()
    {
        var first = Write("one", "contexts: [{name: a, context: {cluster: c, user: u}}]\ncurrent-context: a\nusers: [{name: u, user: {token: from-one}}]");
        var second = Write("two", "clusters: [{name: c, cluster: {server: 'https://x:1'}}]\nusers: [{name: u, user: {token: from-two}}]\ncurrent-context: b");
        var endpoint = ApiEndpoint.Find(name => name == "KUBECONFIG" ? $"{first}{Path.PathSeparator}{second}{Path.PathSeparator}{folder}/absent" : null, TimeProvider.System);
        Assert.Equal("https://x:1/", endpoint.Server.AbsoluteUri);
        Assert.Equal("from-one", (await HeaderAsync(endpoint))!.Parameter);
    }

    [Fact]
    public void A_client_certificate_needs_its_key()
    {
        using var certificate = Authority();
        using var key = certificate.GetRSAPrivateKey()!;
        string Data(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        var whole = Write("whole", OneUser($"client-certificate-data: {Data(certificate.ExportCertificatePem())}, client-key-data: {Data(key.ExportPkcs8PrivateKeyPem())}"));
        Assert.Equal(certificate.Thumbprint, Load(whole).Credentials.Certificate!.Thumbprint);
        Assert.True(Load(whole).Credentials.Certificate!.HasPrivateKey);
        var half = Write("half", OneUser($"client-certificate-data: {Data(certificate.ExportCertificatePem())}"));
        Assert.Contains("without its key", Assert.Throws<KubeConfigException>(() => Load(half)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    public async Task A_plug_in_is_asked_once_until_its_token_runs_out_or_is_refused(string version)
    {
        var counter = Path.Combine(folder, "count");
        var plugin = Script("plugin", $$"""
            echo x >> {{counter}}
            echo "$KUBERNETES_EXEC_INFO" > {{folder}}/info
            n=$(wc -l < {{counter}})
            echo "{\"apiVersion\":\"client.authentication.k8s.io/{{version}}\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"$ENV_NAME-$n-$1\",\"expirationTimestamp\":\"2199-01-01T00:00:00Z\"} }"
            """);
        var path = Write("config", OneUser($"exec: {{apiVersion: client.authentication.k8s.io/{version}, command: ./{Path.GetFileName(plugin)}, args: [arg], env: [{{name: ENV_NAME, value: tok}}], provideClusterInfo: true}}"));
        var credentials = Load(path).Credentials;
        var headers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => credentials.HeaderAsync(default).AsTask()));
        Assert.All(headers, h => Assert.Equal("tok-1-arg", h!.Parameter));
        Assert.True(credentials.Renew());
        Assert.Equal("tok-2-arg", (await credentials.HeaderAsync(default))!.Parameter);
        Assert.Contains("\"server\":\"https://x:1\"", File.ReadAllText(Path.Combine(folder, "info")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_about_to_run_out_is_fetched_anew()
    {
        var plugin = Script("plugin", $$"""
            echo x >> {{folder}}/count
            echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"$(wc -l < {{folder}}/count)\",\"expirationTimestamp\":\"2001-01-01T00:00:00Z\"} }"
            """);
        var credentials = Load(Write("config", OneUser($"exec: {{apiVersion: client.authentication.k8s.io/v1, command: {plugin}}}"))).Credentials;
        Assert.Equal("1", (await credentials.HeaderAsync(default))!.Parameter);
        Assert.Equal("2", (await credentials.HeaderAsync(default))!.Parameter);
    }

    [Fact]
    public async Task A_plug_in_that_is_missing_or_fails_says_what_to_do()
    {
        var missing = Load(Write("missing", OneUser("exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, installHint: install it with x}"))).Credentials;
        Assert.Contains("install it with x", (await Assert.ThrowsAsync<KubeConfigException>(() => missing.HeaderAsync(default).AsTask())).Message, StringComparison.Ordinal);
        var failing = Load(Write("failing", OneUser($"exec: {{apiVersion: client.authentication.k8s.io/v1, command: {Script("fails", "echo log in first >&2; exit 3")}}}"))).Credentials;
        Assert.Contains("failed with code 3: log in first", (await Assert.ThrowsAsync<KubeConfigException>(() => failing.HeaderAsync(default).AsTask())).Message, StringComparison.Ordinal);
        Assert.Contains("v1alpha1", Assert.Throws<KubeConfigException>(() => Load(Write("old", OneUser("exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}")))).Message, StringComparison.Ordinal);
        Assert.Contains("auth-provider 'gcp'", Assert.Throws<KubeConfigException>(() => Load(Write("gcp", OneUser("auth-provider: {name: gcp}")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_finds_its_own_service_account()
    {
        Write("token", "t");
        Write("namespace", "team-b\n");
        Write("ca.crt", Authority().ExportCertificatePem());
        string? Environment(string name) => name switch { "KUBERNETES_SERVICE_HOST" => "fd00::1", "KUBERNETES_SERVICE_PORT" => "443", _ => null };
        var endpoint = InCluster.TryLoad(Environment, TimeProvider.System, folder)!;
        Assert.Equal("https://[fd00::1]/", endpoint.Server.AbsoluteUri);
        Assert.Equal("team-b", endpoint.Namespace);
        Assert.Equal("t", (await HeaderAsync(endpoint))!.Parameter);
        Assert.Null(InCluster.TryLoad(_ => null, TimeProvider.System, folder));
        Assert.Contains("no cluster is known", Assert.Throws<KubeConfigException>(() => ApiEndpoint.Find(_ => null, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 Authority()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static string OneUser(string user) => $"current-context: a\ncontexts: [{{name: a, context: {{cluster: c, user: u}}}}]\nclusters: [{{name: c, cluster: {{server: 'https://x:1'}}}}]\nusers: [{{name: u, user: {{{user}}}}}]";

    private static ApiEndpoint Load(string path, string? context = null) => KubeConfig.Load([path], Environment.GetEnvironmentVariable, TimeProvider.System, context);

    private static Task<AuthenticationHeaderValue?> HeaderAsync(ApiEndpoint endpoint) => endpoint.Credentials.HeaderAsync(default).AsTask();

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Script(string name, string body)
    {
        var path = Write(name, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
