using System.Buffers.Binary;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet.Metadata;
using Spindle.Storage.Parquet.Schema;

namespace Spindle.Storage.Parquet;

/// <summary>A file's footer, checked: what it says of schema and row groups lies within the file and agrees with itself. Immutable, shared, cached.</summary>
internal sealed class ParquetFooter
{
    private const int TailBytes = 8;
    private const int FirstReadBytes = 64 << 10;

    private ParquetFooter(string path, long length, FileMetadataRecord file)
    {
        Path = path;
        FileLength = length;
        File = file;
        (Roots, Leaves) = SchemaTree.Build(file.Schema);
        Schema = SchemaOf();
    }

    public string Path { get; }

    public long FileLength { get; }

    public FileMetadataRecord File { get; }

    public SchemaNode[] Roots { get; }

    public IReadOnlyList<SchemaNode> Leaves { get; }

    /// <summary>The file's columns with the types that they are read as when nothing else is asked for.</summary>
    public StructType Schema { get; }

    public RowGroupRecord[] RowGroups => File.RowGroups;

    /// <exception cref="SpindleException">FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER</exception>
    public static ParquetFooter Read(IInputFile file)
    {
        try
        {
            var footer = new ParquetFooter(file.Path, file.Length, FileMetadataRecord.Read(ReadBytes(file)));
            footer.Check();
            return footer;
        }
        catch (Exception e) when (e is ParquetFormatException or IOException)
        {
            throw new SpindleException(StorageErrors.CannotReadFooter,
                $"the footer of {file.Path} cannot be read: {e.Message}. Check that it is a Parquet file and that its writer finished.", inner: e,
                parameters: new Dictionary<string, string> { ["path"] = file.Path });
        }
    }

    private static byte[] ReadBytes(IInputFile file)
    {
        if (file.Length < 4 + TailBytes)
            ParquetFormatException.Throw($"the file has {file.Length} bytes, fewer than any Parquet file");
        var tail = new byte[(int)Math.Min(file.Length, FirstReadBytes)];
        file.ReadAt(file.Length - tail.Length, tail);
        var magic = tail.AsSpan(tail.Length - 4);
        if (magic.SequenceEqual("PARE"u8))
            ParquetFormatException.Throw("the footer is encrypted, which is not supported");
        if (!magic.SequenceEqual("PAR1"u8))
            ParquetFormatException.Throw("the file does not end with the mark PAR1");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(tail.Length - TailBytes));
        if (length > file.Length - 4 - TailBytes)
            ParquetFormatException.Throw($"the footer announces {length} bytes in a file of {file.Length}");
        if (length <= tail.Length - TailBytes)
            return tail[(tail.Length - TailBytes - (int)length)..^TailBytes];
        var footer = new byte[length];
        file.ReadAt(file.Length - TailBytes - length, footer);
        return footer;
    }

    private StructType SchemaOf()
    {
        var fields = new List<Field>();
        foreach (var root in Roots)
            fields.Add(new Field(root.Name, ColumnTree.Build(root, null).Type));
        var stored = new StructType(fields.ToValueList());
        var written = File.KeyValues.FirstOrDefault(pair => pair.Key == SparkSchemaJson.MetadataKey).Value;
        return written is not null && SparkSchemaJson.TryRead(written) is { } schema ? SchemaRefinement.Refine(stored, schema) : stored;
    }

    private void Check()
    {
        long rows = 0;
        for (var g = 0; g < RowGroups.Length; g++)
        {
            var group = RowGroups[g];
            if (group.Rows < 0 || group.Columns.Length != Leaves.Count)
                ParquetFormatException.Throw($"row group {g} has {group.Rows} rows and {group.Columns.Length} columns where the schema has {Leaves.Count}");
            rows = unchecked(rows + group.Rows);
            if (rows < 0)
                ParquetFormatException.Throw("the row groups have too many rows");
            for (var c = 0; c < group.Columns.Length; c++)
                Check(group, g, group.Columns[c], Leaves[c]);
        }

        if (rows != File.Rows)
            ParquetFormatException.Throw($"the footer announces {File.Rows} rows, and its row groups have {rows}");
    }

    private void Check(RowGroupRecord group, int ordinal, ColumnChunkRecord chunk, SchemaNode leaf)
    {
        if (chunk.FilePath is not null)
            ParquetFormatException.Throw("the file keeps its columns in other files, which is not supported");
        if (chunk.IsEncrypted || !chunk.HasMetadata)
            ParquetFormatException.Throw($"column {leaf.Path} is encrypted or has no metadata");
        if (chunk.Type != leaf.Element.Type)
            ParquetFormatException.Throw($"column {leaf.Path} is {leaf.Element.Type} in the schema and {chunk.Type} in row group {ordinal}");
        if (chunk.Start < 4 || chunk.CompressedSize < 0 || chunk.Start > FileLength - TailBytes || chunk.CompressedSize > FileLength - TailBytes - chunk.Start)
            ParquetFormatException.Throw($"column {leaf.Path} of row group {ordinal} lies at byte {chunk.Start} for {chunk.CompressedSize} bytes, outside of the file's {FileLength}");
        if (chunk.ValueCount < 0 || (leaf.Repetition == 0 && chunk.ValueCount != group.Rows))
            ParquetFormatException.Throw($"column {leaf.Path} of row group {ordinal} announces {chunk.ValueCount} values for {group.Rows} rows");
        if (chunk.Codec is Codec.Lzo or < Codec.Uncompressed or > Codec.Lz4Raw)
            ParquetFormatException.Throw($"column {leaf.Path} is compressed with {chunk.Codec}, which is not supported");
    }
}
