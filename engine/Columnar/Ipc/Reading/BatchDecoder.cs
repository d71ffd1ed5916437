using Spindle.Columnar.Compression;
using Spindle.Columnar.Ipc.FlatBuffers;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>Turns messages into batches and dictionaries, for streams and files alike.</summary>
internal sealed class BatchDecoder(ArrowField[] schema, CompressorSet compressors, MemoryBudget budget) : IDisposable
{
    private readonly DictionaryStore dictionaries = new(schema, budget);

    public void Dispose() => dictionaries.Dispose();

    internal RecordBatch DecodeBatch(FlatTable table, NativeBuffer body, long bodyLength)
    {
        BatchHeader header = BatchHeader.Read(table);
        if (header.Length is < 0 or > BodyReader.MaxLanes)
            ArrowFormatException.Throw($"a batch has {header.Length} rows");

        using var pending = new PendingReferences();
        VectorDecoder decoder = Decoder(header, body, bodyLength, pending);
        var columns = new Vector[schema.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = decoder.Decode(schema[i], (int)header.Length);
        }

        foreach (Vector column in columns)
        {
            pending.Give(column);
        }

        return new RecordBatch(columns, (int)header.Length);
    }

    internal void DecodeDictionary(FlatTable table, NativeBuffer body, long bodyLength)
    {
        long id = table.Long(0);
        bool isDelta = table.Bool(2);
        ArrowField field = dictionaries.FieldOf(id);
        BatchHeader header = BatchHeader.Read(table.Table(1));
        if (header.Length is < 0 or > BodyReader.MaxLanes)
            ArrowFormatException.Throw($"a dictionary has {header.Length} entries");

        using var pending = new PendingReferences();
        Vector values = Decoder(header, body, bodyLength, pending).Decode(field, (int)header.Length);
        dictionaries.Put(id, pending.Give(values), isDelta);
    }

    private VectorDecoder Decoder(BatchHeader header, NativeBuffer body, long bodyLength, PendingReferences pending) =>
        new(new BodyReader(header, body, bodyLength, compressors, budget, pending), dictionaries, budget, pending);
}
