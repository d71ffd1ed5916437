using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Metadata;

internal sealed class RowGroupRecord
{
    public ColumnChunkRecord[] Columns { get; set; } = [];
    public long TotalByteSize { get; set; }
    public long Rows { get; set; }
    public long FileOffset { get; set; } = -1;
    public long CompressedSize { get; set; }
    public short Ordinal { get; set; }

    public static RowGroupRecord Read(ref CompactReader reader)
    {
        var group = new RowGroupRecord();
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1:
                    group.Columns = new ColumnChunkRecord[reader.List(field, CompactType.Struct)];
                    for (var i = 0; i < group.Columns.Length; i++)
                        group.Columns[i] = ColumnChunkRecord.Read(ref reader);
                    break;
                case 2: group.TotalByteSize = reader.Int64(field); break;
                case 3: group.Rows = reader.Int64(field); break;
                case 5: group.FileOffset = reader.Int64(field); break;
                case 6: group.CompressedSize = reader.Int64(field); break;
                case 7: group.Ordinal = (short)reader.Int32(field); break;
                default: reader.Skip(field); break;
            }

        return group;
    }

    public void Write(CompactWriter writer)
    {
        writer.BeginStruct();
        writer.List(1, CompactType.Struct, Columns.Length);
        foreach (var column in Columns)
            column.Write(writer);
        writer.Int64(2, TotalByteSize);
        writer.Int64(3, Rows);
        writer.Int64(5, FileOffset);
        writer.Int64(6, CompressedSize);
        writer.Field(7, CompactType.I16);
        writer.ZigZag(Ordinal);
        writer.EndStruct();
    }
}
