using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Bloom;

/// <summary>What stands before a Bloom filter; only split blocks over xxHash, uncompressed, are defined.</summary>
internal sealed record BloomFilterHeader(int Bytes)
{
    /// <summary>Null where the filter is of a kind that is not known.</summary>
    public static BloomFilterHeader? Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new CompactReader(bytes);
        var size = -1;
        var isKnown = true;
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: size = reader.Int32(field); break;
                case 2 or 3 or 4 when field.Type == CompactType.Struct: isKnown &= IsFirstMember(ref reader); break;
                default: reader.Skip(field); break;
            }

        length = reader.Position;
        return isKnown && size >= SplitBlocks.BlockBytes && size % SplitBlocks.BlockBytes == 0 ? new BloomFilterHeader(size) : null;
    }

    public void Write(CompactWriter writer)
    {
        writer.BeginStruct();
        writer.Int32(1, Bytes);
        for (short id = 2; id <= 4; id++)
        {
            writer.Field(id, CompactType.Struct);
            writer.BeginStruct();
            writer.Marker(1);
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static bool IsFirstMember(ref CompactReader reader)
    {
        var isFirst = false;
        FieldHeader member = default;
        reader.Enter();
        while (reader.Next(ref member))
        {
            isFirst = member.Id == 1;
            reader.Skip(member);
        }

        return isFirst;
    }
}
