using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Spindle.Columnar.Checksums;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Tests.Checksums;

/// <summary>MD5 in lanes against the platform's library.</summary>
public sealed unsafe class Md5LanesTests
{
    private const int Longest = 200;

    public delegate void Digest(BytesView* messages, int count, byte* digests);

    public static TheoryData<string> Ways => ["chosen", "eight lanes", "sixteen lanes"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_length_beside_every_other(string way)
    {
        var chance = new Random(91);
        // Each length in turn, so that neighbours differ by one; then lengths as they come, so that one group has messages of one block, of two and of more.
        Check(way, [.. Enumerable.Range(0, Longest + 1)], chance);
        for (var round = 0; round < 300; round++)
            Check(way, [.. Enumerable.Range(0, chance.Next(0, 70)).Select(_ => chance.Next(0, Longest + 1))], chance);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_few_long_messages_among_short_ones(string way)
    {
        var chance = new Random(92);
        for (var round = 0; round < 100; round++)
            Check(way, [.. Enumerable.Range(0, 40).Select(_ => chance.Next(8) == 0 ? chance.Next(0, 5_000) : chance.Next(0, 13))], chance);
    }

    // Messages lie one after another: what follows a message is not zero.
    private static void Check(string way, int[] lengths, Random chance)
    {
        var bytes = new byte[lengths.Sum() + 1];
        chance.NextBytes(bytes);
        var messages = new BytesView[lengths.Length + 1];
        var digests = new byte[(lengths.Length + 1) * Md5.Length];
        digests.AsSpan().Fill(0xAA);
        fixed (byte* start = bytes)
        fixed (BytesView* m = messages)
        fixed (byte* d = digests)
        {
            var next = start;
            for (var i = 0; i < lengths.Length; i++)
            {
                m[i] = BytesView.Of(next, lengths[i]);
                next += lengths[i];
            }

            Of(way)(m, lengths.Length, d);
        }

        var at = 0;
        for (var i = 0; i < lengths.Length; at += lengths[i++])
            Assert.Equal(MD5.HashData(bytes.AsSpan(at, lengths[i])), digests.AsSpan(i * Md5.Length, Md5.Length).ToArray());
        Assert.All(digests[^Md5.Length..], b => Assert.Equal(0xAA, b));
    }

    // Without the instructions the vectors are computed in software, to the same digests.
    private static Digest Of(string way) => way switch
    {
        "eight lanes" => Md5Lanes.Hash<Vector256<uint>, WordLanes256>,
        "sixteen lanes" => Md5Lanes.Hash<Vector512<uint>, WordLanes512>,
        _ => Md5Lanes.Hash,
    };
}
