using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Metadata;

/// <summary>What stands before a page. Members of other kinds of pages keep their defaults.</summary>
internal sealed class PageHeader
{
    public PageKind Kind { get; set; } = (PageKind)(-1);
    public int UncompressedSize { get; set; }
    public int CompressedSize { get; set; }
    public uint? Checksum { get; set; }

    /// <summary>Values, nulls included, of a data page; entries of a dictionary page.</summary>
    public int Values { get; set; } = -1;

    public Encoding Encoding { get; set; }
    public Encoding DefinitionEncoding { get; set; } = Encoding.Rle;
    public Encoding RepetitionEncoding { get; set; } = Encoding.Rle;

    /// <summary>Rows that begin in the page; -1 in the first version, which does not say.</summary>
    public int Rows { get; set; } = -1;

    public int Nulls { get; set; } = -1;
    public int DefinitionBytes { get; set; }
    public int RepetitionBytes { get; set; }
    public bool IsCompressed { get; set; } = true;

    public static PageHeader Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var reader = new CompactReader(bytes);
        var page = new PageHeader();
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: page.Kind = (PageKind)reader.Int32(field); break;
                case 2: page.UncompressedSize = reader.Int32(field); break;
                case 3: page.CompressedSize = reader.Int32(field); break;
                case 4: page.Checksum = (uint)reader.Int32(field); break;
                case 5 when field.Type == CompactType.Struct: page.ReadData(ref reader); break;
                case 7 when field.Type == CompactType.Struct: page.ReadDictionary(ref reader); break;
                case 8 when field.Type == CompactType.Struct: page.ReadDataV2(ref reader); break;
                default: reader.Skip(field); break;
            }

        length = reader.Position;
        return page;
    }

    public void Write(CompactWriter writer)
    {
        writer.BeginStruct();
        writer.Int32(1, (int)Kind);
        writer.Int32(2, UncompressedSize);
        writer.Int32(3, CompressedSize);
        if (Checksum is { } checksum)
            writer.Int32(4, (int)checksum);
        switch (Kind)
        {
            case PageKind.Data:
                writer.Field(5, CompactType.Struct);
                writer.BeginStruct();
                writer.Int32(1, Values);
                writer.Int32(2, (int)Encoding);
                writer.Int32(3, (int)DefinitionEncoding);
                writer.Int32(4, (int)RepetitionEncoding);
                writer.EndStruct();
                break;
            case PageKind.Dictionary:
                writer.Field(7, CompactType.Struct);
                writer.BeginStruct();
                writer.Int32(1, Values);
                writer.Int32(2, (int)Encoding);
                writer.EndStruct();
                break;
            default:
                writer.Field(8, CompactType.Struct);
                writer.BeginStruct();
                writer.Int32(1, Values);
                writer.Int32(2, Nulls);
                writer.Int32(3, Rows);
                writer.Int32(4, (int)Encoding);
                writer.Int32(5, DefinitionBytes);
                writer.Int32(6, RepetitionBytes);
                writer.Bool(7, IsCompressed);
                writer.EndStruct();
                break;
        }

        writer.EndStruct();
    }

    private void ReadData(ref CompactReader reader)
    {
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: Values = reader.Int32(field); break;
                case 2: Encoding = (Encoding)reader.Int32(field); break;
                case 3: DefinitionEncoding = (Encoding)reader.Int32(field); break;
                case 4: RepetitionEncoding = (Encoding)reader.Int32(field); break;
                default: reader.Skip(field); break;
            }
    }

    private void ReadDictionary(ref CompactReader reader)
    {
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: Values = reader.Int32(field); break;
                case 2: Encoding = (Encoding)reader.Int32(field); break;
                default: reader.Skip(field); break;
            }
    }

    private void ReadDataV2(ref CompactReader reader)
    {
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: Values = reader.Int32(field); break;
                case 2: Nulls = reader.Int32(field); break;
                case 3: Rows = reader.Int32(field); break;
                case 4: Encoding = (Encoding)reader.Int32(field); break;
                case 5: DefinitionBytes = reader.Int32(field); break;
                case 6: RepetitionBytes = reader.Int32(field); break;
                case 7: IsCompressed = reader.Bool(field); break;
                default: reader.Skip(field); break;
            }
    }
}
