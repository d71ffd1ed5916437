using System.Buffers.Binary;
using Google.Protobuf;
using Spindle.Columnar.Memory;
using Spindle.Protos;
using Spindle.Testing;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Tests.Grpc;

/// <summary>Bytes that are no messages, in any pieces: a status, never another exception, never more memory than what came.</summary>
public sealed class MalformedMessageTests
{
    private static readonly PayloadMarshaller<BlockChunk> Chunks = new(BlockChunk.Parser, BlockChunk.DataFieldNumber, m => m.Data);
    private static readonly ProtobufMarshaller<BlockChunk> Plain = new(BlockChunk.Parser);

    [Fact]
    public async Task Mutated_messages_end_in_a_status()
    {
        var iterations = TestTiers.Choose(20_000, 200_000, 1_000_000);
        var random = new Random(71);
        var budget = new MemoryBudget();
        for (var i = 0; i < iterations; i++)
        {
            var bytes = Mutated(random);
            using var input = new MessageInput(new PiecesStream(bytes, random.Next(1, 400)), 1 << 16, random.Next(2) == 0 ? "gzip" : null, budget);
            try
            {
                while (true)
                {
                    var received = await input.NextAsync(Chunks, CancellationToken.None);
                    if (!received.HasMessage)
                        break;
                    received.Message.Dispose();
                }
            }
            catch (RpcException exception) when (exception.Code is StatusCode.Internal or StatusCode.ResourceExhausted)
            {
            }

            Assert.Equal(0, budget.Used);
        }
    }

    [Fact]
    public async Task A_claimed_length_takes_no_memory_until_its_bytes_come()
    {
        var budget = new MemoryBudget();
        var prefix = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), 1 << 30);
        using var input = new MessageInput(new MemoryStream(prefix), int.MaxValue, null, budget);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<RpcException>(() => input.NextAsync(Plain, CancellationToken.None).AsTask());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Messages_are_read_whatever_pieces_they_come_in(int piece)
    {
        var budget = new MemoryBudget();
        var all = new MemoryStream();
        for (var i = 0; i < 20; i++)
            all.Write(Framed(Sample(i * 97)));
        using var input = new MessageInput(new PiecesStream(all.ToArray(), piece), 1 << 20, null, budget);
        for (var i = 0; i < 20; i++)
        {
            using var message = (await input.NextAsync(Chunks, CancellationToken.None)).Message;
            Assert.Equal(Sample(i * 97).Data.Span.ToArray(), message.Payload.Span.ToArray());
            Assert.Equal(i * 97, message.Header.Map);
        }

        Assert.False((await input.NextAsync(Chunks, CancellationToken.None)).HasMessage);
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task A_payload_that_does_not_stand_last_is_read_all_the_same()
    {
        // Fields in reverse order, as another writer may have it.
        var stream = new MemoryStream();
        var coded = new CodedOutputStream(stream);
        coded.WriteTag(BlockChunk.DataFieldNumber, WireFormat.WireType.LengthDelimited);
        coded.WriteBytes(ByteString.CopyFromUtf8("bytes"));
        coded.WriteTag(BlockChunk.MapFieldNumber, WireFormat.WireType.Varint);
        coded.WriteInt32(9);
        coded.Flush();
        var message = stream.ToArray();
        byte[] framed = [0, 0, 0, 0, (byte)message.Length, .. message];
        using var input = new MessageInput(new MemoryStream(framed), 1000, null, new MemoryBudget());
        using var read = (await input.NextAsync(Chunks, CancellationToken.None)).Message;
        Assert.Equal(9, read.Header.Map);
        Assert.True(read.Header.Data.IsEmpty);
        Assert.Equal("bytes"u8.ToArray(), read.Payload.Span.ToArray());
    }

    private static BlockChunk Sample(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        return new BlockChunk { Map = length, Length = length, Checksum = 7, Data = ByteString.CopyFrom(data) };
    }

    private static byte[] Framed(BlockChunk message)
    {
        var bytes = message.ToByteArray();
        var framed = new byte[5 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), bytes.Length);
        bytes.CopyTo(framed, 5);
        return framed;
    }

    private static byte[] Mutated(Random random)
    {
        var bytes = new List<byte>();
        for (var i = random.Next(1, 4); i > 0; i--)
            bytes.AddRange(Framed(Sample(random.Next(2) == 0 ? random.Next(20) : random.Next(2000))));
        for (var i = random.Next(5); i > 0; i--)
            bytes[random.Next(bytes.Count)] = (byte)random.Next(256);
        if (random.Next(3) == 0)
            bytes.RemoveRange(random.Next(bytes.Count), random.Next(Math.Min(50, bytes.Count)) is var n && n > 0 ? Math.Min(n, 1) : 0);
        if (random.Next(3) == 0)
            bytes = bytes[..random.Next(bytes.Count)];
        return [.. bytes];
    }

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class PiecesStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
