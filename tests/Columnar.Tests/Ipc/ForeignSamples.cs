using Spindle.Columnar.Ipc.Metadata;
using static Spindle.Columnar.Tests.Ipc.ForeignStream;

namespace Spindle.Columnar.Tests.Ipc;

/// <summary>Small valid streams in the layouts that the engine only reads, for the fuzz target to begin from.</summary>
internal static class ForeignSamples
{
    internal static IEnumerable<byte[]> All()
    {
        byte[] none = [];
        ArrowField item = Field("item", ArrowType.Integer(32));
        yield return new ForeignStream(Field("v", Type(ArrowTypeId.BinaryView)))
            .Batch(2, [Node(2)], [none, [.. Bytes(2, 0x6868, 0, 0), .. Bytes(20, 0, 0, 1)], new byte[24]], 1).End();
        yield return new ForeignStream(Field("l", Type(ArrowTypeId.ListView), item))
            .Batch(2, [Node(2), Node(4)], [none, Bytes(2, 0), Bytes(2, 3), none, Bytes(1, 2, 3, 4)]).End();
        yield return new ForeignStream(Field("l", new(ArrowTypeId.FixedSizeList) { FixedSize = 2 }, Field("item", new(ArrowTypeId.FixedSizeBinary) { FixedSize = 1 })))
            .Batch(2, [Node(2, 1), Node(4)], [[1], none, "abcd"u8.ToArray()]).End();
        yield return new ForeignStream(Field("r", Type(ArrowTypeId.RunEndEncoded), Field("run_ends", ArrowType.Integer(16)), item))
            .Batch(5, [Node(5), Node(2), Node(2)], [none, Bytes<short>(2, 5), none, Bytes(1, 2)]).End();
        ArrowField coded = Field("d", Type(ArrowTypeId.LargeUtf8)) with { Dictionary = new(1, ArrowType.Integer(8)) };
        yield return new ForeignStream(coded)
            .Dictionary(1, false, 2, [Node(2)], none, Bytes(0L, 1L, 20L), "x a long entry here."u8.ToArray())
            .Batch(4, [Node(4, 1)], [[0b1011], [0, 1, 9, 1]])
            .Dictionary(1, true, 1, [Node(1)], none, Bytes(0L, 1L), "z"u8.ToArray())
            .Batch(1, [Node(1)], [none, [2]]).End();
    }
}
