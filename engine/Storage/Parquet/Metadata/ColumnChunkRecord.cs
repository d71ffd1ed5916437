using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Metadata;

/// <summary>One leaf's part of a row group: where it lies and how it is written.</summary>
internal sealed class ColumnChunkRecord
{
    public string? FilePath { get; set; }
    public PhysicalKind Type { get; set; }
    public Encoding[] Encodings { get; set; } = [];
    public string[] Path { get; set; } = [];
    public Codec Codec { get; set; }
    public long ValueCount { get; set; }
    public long UncompressedSize { get; set; }
    public long CompressedSize { get; set; }
    public long DataPageOffset { get; set; }

    /// <summary>-1 where there is no dictionary page, or its writer does not say where it is.</summary>
    public long DictionaryPageOffset { get; set; } = -1;

    public ColumnStatisticsRecord? Statistics { get; set; }
    public long BloomFilterOffset { get; set; } = -1;
    public int BloomFilterLength { get; set; } = -1;
    public long OffsetIndexOffset { get; set; } = -1;
    public int OffsetIndexLength { get; set; }
    public long ColumnIndexOffset { get; set; } = -1;
    public int ColumnIndexLength { get; set; }
    public bool HasMetadata { get; private set; }
    public bool IsEncrypted { get; private set; }

    /// <summary>Where the first page begins. Some writers leave a dictionary offset of zero, which nothing can lie at.</summary>
    public long Start => DictionaryPageOffset > 0 && DictionaryPageOffset < DataPageOffset ? DictionaryPageOffset : DataPageOffset;

    public static ColumnChunkRecord Read(ref CompactReader reader)
    {
        var chunk = new ColumnChunkRecord();
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: chunk.FilePath = reader.Text(field); break;
                case 3 when field.Type == CompactType.Struct: chunk.ReadMetadata(ref reader); break;
                case 4: chunk.OffsetIndexOffset = reader.Int64(field); break;
                case 5: chunk.OffsetIndexLength = reader.Int32(field); break;
                case 6: chunk.ColumnIndexOffset = reader.Int64(field); break;
                case 7: chunk.ColumnIndexLength = reader.Int32(field); break;
                case 8:
                    chunk.IsEncrypted = true;
                    reader.Skip(field);
                    break;
                default: reader.Skip(field); break;
            }

        return chunk;
    }

    public void Write(CompactWriter writer)
    {
        writer.BeginStruct();
        writer.Int64(2, 0);
        writer.Field(3, CompactType.Struct);
        writer.BeginStruct();
        writer.Int32(1, (int)Type);
        writer.List(2, CompactType.I32, Encodings.Length);
        foreach (var encoding in Encodings)
            writer.ZigZag((int)encoding);
        writer.List(3, CompactType.Binary, Path.Length);
        foreach (var part in Path)
            writer.Text(part);
        writer.Int32(4, (int)Codec);
        writer.Int64(5, ValueCount);
        writer.Int64(6, UncompressedSize);
        writer.Int64(7, CompressedSize);
        writer.Int64(9, DataPageOffset);
        if (DictionaryPageOffset >= 0)
            writer.Int64(11, DictionaryPageOffset);
        Statistics?.Write(writer, 12);
        if (BloomFilterOffset >= 0)
        {
            writer.Int64(14, BloomFilterOffset);
            writer.Int32(15, BloomFilterLength);
        }

        writer.EndStruct();
        if (OffsetIndexOffset >= 0)
        {
            writer.Int64(4, OffsetIndexOffset);
            writer.Int32(5, OffsetIndexLength);
        }

        if (ColumnIndexOffset >= 0)
        {
            writer.Int64(6, ColumnIndexOffset);
            writer.Int32(7, ColumnIndexLength);
        }

        writer.EndStruct();
    }

    private void ReadMetadata(ref CompactReader reader)
    {
        HasMetadata = true;
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: Type = (PhysicalKind)reader.Int32(field); break;
                case 2:
                    Encodings = new Encoding[reader.List(field, CompactType.I32)];
                    for (var i = 0; i < Encodings.Length; i++)
                        Encodings[i] = (Encoding)reader.Int32();
                    break;
                case 3:
                    Path = new string[reader.List(field, CompactType.Binary)];
                    for (var i = 0; i < Path.Length; i++)
                        Path[i] = reader.Text();
                    break;
                case 4: Codec = (Codec)reader.Int32(field); break;
                case 5: ValueCount = reader.Int64(field); break;
                case 6: UncompressedSize = reader.Int64(field); break;
                case 7: CompressedSize = reader.Int64(field); break;
                case 9: DataPageOffset = reader.Int64(field); break;
                case 11: DictionaryPageOffset = reader.Int64(field); break;
                case 12 when field.Type == CompactType.Struct: Statistics = ColumnStatisticsRecord.Read(ref reader); break;
                case 14: BloomFilterOffset = reader.Int64(field); break;
                case 15: BloomFilterLength = reader.Int32(field); break;
                default: reader.Skip(field); break;
            }
    }
}
