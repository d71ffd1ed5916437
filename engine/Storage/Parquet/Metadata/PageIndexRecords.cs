using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Metadata;

/// <summary>Bounds of each page of a column chunk.</summary>
internal sealed class ColumnIndexRecord
{
    public bool[] NullPages { get; set; } = [];
    public byte[][] Min { get; set; } = [];
    public byte[][] Max { get; set; } = [];

    /// <summary>0 unordered, 1 ascending, 2 descending.</summary>
    public int BoundaryOrder { get; set; }

    public long[]? NullCounts { get; set; }

    /// <summary>Nothing where the lists disagree in length.</summary>
    public static ColumnIndexRecord? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CompactReader(bytes);
        var index = new ColumnIndexRecord();
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: index.NullPages = reader.BoolList(field); break;
                case 2: index.Min = reader.BinaryList(field); break;
                case 3: index.Max = reader.BinaryList(field); break;
                case 4: index.BoundaryOrder = reader.Int32(field); break;
                case 5: index.NullCounts = reader.Int64List(field); break;
                default: reader.Skip(field); break;
            }

        var pages = index.NullPages.Length;
        return index.Min.Length == pages && index.Max.Length == pages && (index.NullCounts is null || index.NullCounts.Length == pages) ? index : null;
    }

    public void Write(CompactWriter writer)
    {
        writer.BeginStruct();
        writer.List(1, CompactType.True, NullPages.Length);
        foreach (var isNull in NullPages)
            writer.BoolElement(isNull);
        WriteBounds(writer, 2, Min);
        WriteBounds(writer, 3, Max);
        writer.Int32(4, BoundaryOrder);
        if (NullCounts is not null)
        {
            writer.List(5, CompactType.I64, NullCounts.Length);
            foreach (var count in NullCounts)
                writer.ZigZag(count);
        }

        writer.EndStruct();
    }

    private static void WriteBounds(CompactWriter writer, short id, byte[][] bounds)
    {
        writer.List(id, CompactType.Binary, bounds.Length);
        foreach (var bound in bounds)
            writer.Binary(bound);
    }
}

/// <summary>Where a page lies, and the row of the row group with which it begins.</summary>
internal readonly record struct PageLocation(long Offset, int CompressedSize, long FirstRow);

/// <summary>The places of a column chunk's data pages.</summary>
internal static class OffsetIndexRecord
{
    public static PageLocation[] Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CompactReader(bytes);
        PageLocation[] pages = [];
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1:
                    pages = new PageLocation[reader.List(field, CompactType.Struct)];
                    for (var i = 0; i < pages.Length; i++)
                        pages[i] = ReadLocation(ref reader);
                    break;
                default:
                    reader.Skip(field);
                    break;
            }

        return pages;
    }

    public static void Write(CompactWriter writer, IReadOnlyList<PageLocation> pages)
    {
        writer.BeginStruct();
        writer.List(1, CompactType.Struct, pages.Count);
        foreach (var page in pages)
        {
            writer.BeginStruct();
            writer.Int64(1, page.Offset);
            writer.Int32(2, page.CompressedSize);
            writer.Int64(3, page.FirstRow);
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static PageLocation ReadLocation(ref CompactReader reader)
    {
        long offset = -1, firstRow = -1;
        var size = -1;
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: offset = reader.Int64(field); break;
                case 2: size = reader.Int32(field); break;
                case 3: firstRow = reader.Int64(field); break;
                default: reader.Skip(field); break;
            }

        return new PageLocation(offset, size, firstRow);
    }
}
