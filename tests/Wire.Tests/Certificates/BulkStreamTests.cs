using System.Net;
using System.Net.Sockets;
using Spindle.Wire.Certificates;

namespace Spindle.Wire.Tests.Certificates;

/// <summary>Large pieces below encryption: the same bytes in the same order, however they are cut.</summary>
public sealed class BulkStreamTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Bytes_arrive_as_they_were_written_however_both_ends_cut_them()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (near, far) = await ConnectAsync();
            await using var writer = new BulkStream(near, gathers: seed % 2 == 0);
            await using var reader = new BulkStream(far, gathers: false);
            var random = new Random(seed);
            var sent = new byte[random.Next(1, 3_000_000)];
            random.NextBytes(sent);
            var cuts = new Random(seed + 1_000);
            var writing = Task.Run(async () =>
            {
                for (var at = 0; at < sent.Length;)
                {
                    var length = Math.Min(Length(cuts), sent.Length - at);
                    if (cuts.Next(10) == 0)
                        writer.Write(sent, at, length);
                    else
                        await writer.WriteAsync(sent.AsMemory(at, length));
                    at += length;
                    if (cuts.Next(20) == 0)
                        writer.Flush();
                }

                await writer.FlushAsync();
                await writer.DisposeAsync();
            });
            var read = new MemoryStream();
            var buffer = new byte[400_000];
            while (true)
            {
                var length = Length(random);
                var count = random.Next(10) == 0 ? reader.Read(buffer, 0, length) : await reader.ReadAsync(buffer.AsMemory(0, length)).AsTask().WaitAsync(Deadline);
                if (count == 0)
                    break;
                read.Write(buffer, 0, count);
            }

            await writing.WaitAsync(Deadline);
            Assert.True(sent.AsSpan().SequenceEqual(read.GetBuffer().AsSpan(0, (int)read.Length)), $"seed {seed}");
        }

        // Records of TLS, mostly; now and then more than a piece.
        static int Length(Random random) => random.Next(8) == 0 ? random.Next(1, 400_000) : random.Next(1, 17_000);
    }

    [Fact]
    public async Task What_is_gathered_leaves_at_a_flush_in_one_write()
    {
        var connection = new WriteCounter();
        await using var gathering = new BulkStream(connection, gathers: true);
        for (var i = 0; i < 4; i++)
            await gathering.WriteAsync(new byte[16_000]);
        Assert.Equal(0, connection.Writes);
        await gathering.FlushAsync();
        Assert.Equal((1, 64_000L), (connection.Writes, connection.Length));
        await using var plain = new BulkStream(connection, gathers: false);
        await plain.WriteAsync(new byte[10]);
        Assert.Equal((2, 64_010L), (connection.Writes, connection.Length));
    }

    [Fact]
    public async Task A_read_without_room_waits_for_bytes_and_takes_none()
    {
        var (near, far) = await ConnectAsync();
        await using var writer = near;
        await using var reader = new BulkStream(far, gathers: false);
        var waiting = reader.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(waiting.IsCompleted);
        await writer.WriteAsync(new byte[] { 1, 2, 3 });
        Assert.Equal(0, await waiting.WaitAsync(Deadline));
        var read = new byte[5];
        Assert.Equal(3, await reader.ReadAsync(read));
        Assert.Equal([1, 2, 3, 0, 0], read);
    }

    private static async Task<(Stream Near, Stream Far)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new TcpClient();
        var accepting = listener.AcceptTcpClientAsync();
        await near.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        return (near.GetStream(), (await accepting).GetStream());
    }

    private sealed class WriteCounter : MemoryStream
    {
        public int Writes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
