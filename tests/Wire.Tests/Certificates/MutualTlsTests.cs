using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Spindle.Columnar.Errors;
using Spindle.Testing;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Tests.Grpc;

namespace Spindle.Wire.Tests.Certificates;

/// <summary>Who talks to whom, over real connections.</summary>
public sealed class MutualTlsTests
{
    private static readonly PeerIdentity Driver = PeerIdentity.Driver("app-1");
    private static readonly PeerIdentity Executor = PeerIdentity.Executor("app-1", "3");

    private readonly ManualTime time = new();
    private readonly CertificateAuthority authority;
    private readonly TaskCompletionSource<SpindleException> refusedByServer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MutualTlsTests() => authority = new CertificateAuthority("app-1", time, TimeSpan.FromDays(1));

    [Fact]
    public async Task Processes_of_one_application_talk_and_know_each_other()
    {
        PeerIdentity? seen = null;
        var service = new GrpcService().Unary(Echo.Say, (request, context) =>
        {
            seen = context.Identity;
            return Task.FromResult(request);
        });
        await using var server = await ServerAsync(authority.Issue(Driver), service);
        using var channel = Channel(server, authority.Issue(Executor), Driver);
        Assert.Equal("hello", (await channel.UnaryAsync(Echo.Say, Echo.Of("hello"))).Value);
        Assert.Equal(Executor, seen);
    }

    [Fact]
    public async Task A_certificate_travels_as_text()
    {
        using var issued = authority.Issue(Executor);
        using var travelled = ProcessCertificate.FromPem(issued.ToPem());
        Assert.Equal(Executor, travelled.Identity);
        await using var server = await ServerAsync(authority.Issue(Driver));
        using var channel = Channel(server, travelled, Driver);
        Assert.Equal("hello", (await channel.UnaryAsync(Echo.Say, Echo.Of("hello"))).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void Text_that_is_no_certificate_is_refused(string pem) => Assert.Throws<ArgumentException>(() => ProcessCertificate.FromPem(pem));

    [Theory]
    [InlineData("app-1", "a/b c%")]
    [InlineData("spindle://x", "")]
    [InlineData("ü", "1")]
    public void Any_name_travels_in_a_certificate(string application, string id)
    {
        using var own = new CertificateAuthority(application, time, TimeSpan.FromDays(1));
        using var certificate = own.Issue(PeerIdentity.Executor(application, id));
        Assert.Equal(PeerIdentity.Executor(application, id), certificate.Identity);
    }

    /// <summary>A request larger than the first windows is still on its way when the server closes the connection.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(1 << 20)]
    public async Task A_forged_client_is_refused_by_name(int length)
    {
        using var forger = new CertificateAuthority("app-1", time, TimeSpan.FromDays(1));
        await RefusedByServerAsync(forger.Issue(Executor), CertificateErrors.Forged, new string('x', length));
    }

    [Fact]
    public async Task Another_applications_client_is_refused_by_name()
    {
        using var other = new CertificateAuthority("app-2", time, TimeSpan.FromDays(1));
        await RefusedByServerAsync(other.Issue(PeerIdentity.Executor("app-2", "3")), CertificateErrors.OtherApplication);
    }

    [Fact]
    public async Task An_expired_client_is_refused_by_name()
    {
        var old = authority.Issue(Executor);
        time.Advance(TimeSpan.FromHours(25));
        await RefusedByServerAsync(old, CertificateErrors.Expired);
    }

    [Fact]
    public async Task A_client_from_the_future_is_refused_by_name()
    {
        time.Advance(TimeSpan.FromHours(1));
        var early = authority.Issue(Executor);
        time.Advance(TimeSpan.FromHours(-1));
        await RefusedByServerAsync(early, CertificateErrors.NotYetValid);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused_by_name()
    {
        await using var server = await ServerAsync(authority.Issue(Driver));
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address);
        await using var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("anyone");
        Assert.Equal(CertificateErrors.Missing, (await refusedByServer.Task).ErrorClass);
    }

    [Fact]
    public async Task A_client_that_does_not_encrypt_is_refused_by_name()
    {
        await using var server = await ServerAsync(authority.Issue(Driver));
        using var channel = new GrpcChannel(server.Address);
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(Echo.Say, Echo.Of("hello")));
        Assert.Equal(StatusCode.Unavailable, error.Code);
        Assert.Equal(CertificateErrors.HandshakeFailed, (await refusedByServer.Task).ErrorClass);
    }

    [Fact]
    public async Task A_client_that_says_nothing_is_given_up()
    {
        await using var server = await ServerAsync(authority.Issue(Driver));
        using var silent = new TcpClient();
        await silent.ConnectAsync(server.Address);
        using var channel = Channel(server, authority.Issue(Executor), Driver);
        // Connections are accepted in order: once this one is answered, the silent one has been waiting.
        await channel.UnaryAsync(Echo.Say, Echo.Of("hello"));
        while (!refusedByServer.Task.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(11));
            await Task.Yield();
        }

        Assert.Equal(CertificateErrors.HandshakeFailed, (await refusedByServer.Task).ErrorClass);
    }

    [Fact]
    public async Task A_forged_server_is_refused_by_name()
    {
        using var forger = new CertificateAuthority("app-1", time, TimeSpan.FromDays(1));
        await RefusedByClientAsync(forger.Issue(Driver), CertificateErrors.Forged);
    }

    [Fact]
    public async Task An_expired_server_is_refused_by_name()
    {
        var old = authority.Issue(Driver);
        time.Advance(TimeSpan.FromHours(25));
        await RefusedByClientAsync(old, CertificateErrors.Expired);
    }

    [Fact]
    public async Task Another_executor_at_the_same_address_is_refused_by_name() =>
        await RefusedByClientAsync(authority.Issue(PeerIdentity.Executor("app-1", "4")), CertificateErrors.OtherPeer);

    [Fact]
    public async Task A_certificate_that_claims_our_authority_and_is_signed_by_itself_is_forged()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var genuine = authority.Issue(Executor);
        var request = new CertificateRequest(genuine.Certificate.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in genuine.Certificate.Extensions)
            request.CertificateExtensions.Add(extension);
        using var forged = request.Create(
            genuine.Authority.SubjectName, X509SignatureGenerator.CreateForECDsa(key), time.GetUtcNow(), time.GetUtcNow() + TimeSpan.FromHours(1), [1, 2, 3]);
        await RefusedByServerAsync(new ProcessCertificate(forged.CopyWithPrivateKey(key), genuine.Authority), CertificateErrors.Forged);
    }

    [Fact]
    public async Task An_executors_key_signs_no_further_certificates()
    {
        using var genuine = authority.Issue(Executor);
        using var signer = genuine.Certificate.GetECDsaPrivateKey()!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=executor 9", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(PeerIdentity.Executor("app-1", "9").ToUri());
        request.CertificateExtensions.Add(names.Build());
        using var forged = request.Create(
            genuine.Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), time.GetUtcNow(), time.GetUtcNow() + TimeSpan.FromHours(1), [1, 2, 3]);
        await RefusedByServerAsync(new ProcessCertificate(forged.CopyWithPrivateKey(key), genuine.Authority), CertificateErrors.Forged);
    }

    private async Task RefusedByServerAsync(ProcessCertificate client, ErrorClass expected, string request = "hello")
    {
        await using var server = await ServerAsync(authority.Issue(Driver));
        // The client trusts any server: what is tested is the server's check.
        using var channel = new GrpcChannel(server.Address, new GrpcChannelSettings { Time = time, Dial = (address, cancellation) => DialTrustingAsync(client, address, cancellation) });
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(Echo.Say, Echo.Of(request)));
        Assert.Equal(expected, (await refusedByServer.Task).ErrorClass);
        Assert.True(error.Code == StatusCode.Unauthenticated, error.ToString());
        Assert.Equal(CertificateErrors.RefusedByPeer.Name, error.ErrorClass);
    }

    private async Task RefusedByClientAsync(ProcessCertificate server, ErrorClass expected)
    {
        await using var running = await ServerAsync(server);
        using var channel = Channel(running, authority.Issue(Executor), Driver);
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(Echo.Say, Echo.Of("hello")));
        Assert.Equal((StatusCode.Unauthenticated, expected.Name), (error.Code, error.ErrorClass));
    }

    private static async ValueTask<Stream> DialTrustingAsync(ProcessCertificate shown, EndPoint address, CancellationToken cancellation)
    {
        var tls = new SslStream(await TcpDialer.DialAsync(address, cancellation), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "", ClientCertificateContext = SslStreamCertificateContext.Create(shown.Certificate, null, offline: true) }, cancellation);
        return new FirstReadStream(tls, shown.Identity);
    }

    private Task<GrpcServer> ServerAsync(ProcessCertificate certificate, GrpcService? service = null) => GrpcServer.StartAsync(
        new GrpcServerSettings { Certificate = certificate, Time = time, PeerRefused = refusal => refusedByServer.TrySetResult(refusal) }, [service ?? Echo.Service()]);

    private GrpcChannel Channel(GrpcServer server, ProcessCertificate certificate, PeerIdentity expected) =>
        new(server.Address, new GrpcChannelSettings { Time = time, Dial = new TlsDialer(certificate, expected, time).DialAsync });
}
