using System.Net;
using Spindle.Launch;
using Spindle.Protos;
using Spindle.Wire.Certificates;
using Spindle.Wire.Grpc.Client;
using Spindle.Wire.Services;

namespace Spindle.Driver.Tests.Cluster;

/// <summary><c>spark.broadcast.blockSize</c> is how much of a broadcast variable travels at once.</summary>
public sealed class BroadcastPieceTests
{
    [Fact]
    public async Task Pieces_are_as_long_as_the_setting_says()
    {
        ExecutorLaunch? launch = null;
        using var cluster = new ProbedCluster(new ClusterShape { Change = l => launch = l }, 1, 1, ("spark.broadcast.blockSize", "1k"));
        cluster.AwaitExecutors(1);
        var value = cluster.Session.Broadcast(new string('x', 10_000));
        // As its executor asks: the last piece is shorter.
        using var certificate = ProcessCertificate.FromPem(launch!.Certificate);
        using var channel = new GrpcChannel(IPEndPoint.Parse(launch.Driver), new GrpcChannelSettings { Dial = new TlsDialer(certificate, PeerIdentity.Driver(launch.Application), TimeProvider.System).DialAsync });
        var place = await channel.UnaryAsync(DriverMethods.LocateBroadcast, new LocateBroadcastRequest { Application = launch.Application, ExecutorId = launch.Executor, Id = value.HandleId }, default);
        Assert.Equal(1024, place.PieceLength);
        Assert.True(place.Length > 10_000);
        for (var piece = 0; piece * 1024L < place.Length; piece++)
        {
            using var came = await channel.UnaryAsync(DriverMethods.FetchPiece, new FetchPieceRequest { Application = launch.Application, ExecutorId = launch.Executor, Id = value.HandleId, Piece = piece }, default);
            Assert.Equal(Math.Min(1024, place.Length - (1024 * piece)), came.Payload.Length);
        }

        // And all of them make the value.
        var lengths = cluster.Session.Range(3).Select(Spindle.Sql.Functions.Udf((long x) => (long)value.Value.Length + x).Apply("id").As("n")).Collect().Select(r => (long)r[0]!).Order();
        Assert.Equal([10_000L, 10_001, 10_002], lengths);
    }
}
