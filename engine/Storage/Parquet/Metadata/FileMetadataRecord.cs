using Spindle.Storage.Parquet.Thrift;

namespace Spindle.Storage.Parquet.Metadata;

/// <summary>The footer as written.</summary>
internal sealed class FileMetadataRecord
{
    public int Version { get; set; } = 1;
    public SchemaElement[] Schema { get; set; } = [];
    public long Rows { get; set; }
    public RowGroupRecord[] RowGroups { get; set; } = [];
    public List<KeyValuePair<string, string>> KeyValues { get; } = [];
    public string CreatedBy { get; set; } = "";

    public static FileMetadataRecord Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CompactReader(bytes);
        var file = new FileMetadataRecord();
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: file.Version = reader.Int32(field); break;
                case 2:
                    file.Schema = new SchemaElement[reader.List(field, CompactType.Struct)];
                    for (var i = 0; i < file.Schema.Length; i++)
                        file.Schema[i] = SchemaElement.Read(ref reader);
                    break;
                case 3: file.Rows = reader.Int64(field); break;
                case 4:
                    file.RowGroups = new RowGroupRecord[reader.List(field, CompactType.Struct)];
                    for (var i = 0; i < file.RowGroups.Length; i++)
                        file.RowGroups[i] = RowGroupRecord.Read(ref reader);
                    break;
                case 5:
                    var count = reader.List(field, CompactType.Struct);
                    for (var i = 0; i < count; i++)
                        file.KeyValues.Add(ReadKeyValue(ref reader));
                    break;
                case 6: file.CreatedBy = reader.Text(field); break;
                default: reader.Skip(field); break;
            }

        return file;
    }

    public void Write(CompactWriter writer, int leaves)
    {
        writer.BeginStruct();
        writer.Int32(1, Version);
        writer.List(2, CompactType.Struct, Schema.Length);
        for (var i = 0; i < Schema.Length; i++)
            Schema[i].Write(writer, i == 0);
        writer.Int64(3, Rows);
        writer.List(4, CompactType.Struct, RowGroups.Length);
        foreach (var group in RowGroups)
            group.Write(writer);
        writer.List(5, CompactType.Struct, KeyValues.Count);
        foreach (var (key, value) in KeyValues)
        {
            writer.BeginStruct();
            writer.Text(1, key);
            writer.Text(2, value);
            writer.EndStruct();
        }

        writer.Text(6, CreatedBy);

        // Every leaf is in the order that its type defines.
        writer.List(7, CompactType.Struct, leaves);
        for (var i = 0; i < leaves; i++)
        {
            writer.BeginStruct();
            writer.Marker(1);
            writer.EndStruct();
        }

        writer.EndStruct();
    }

    private static KeyValuePair<string, string> ReadKeyValue(ref CompactReader reader)
    {
        string key = "", value = "";
        FieldHeader field = default;
        reader.Enter();
        while (reader.Next(ref field))
            switch (field.Id)
            {
                case 1: key = reader.Text(field); break;
                case 2: value = reader.Text(field); break;
                default: reader.Skip(field); break;
            }

        return new KeyValuePair<string, string>(key, value);
    }
}
