using Spindle.Columnar.Ipc.FlatBuffers;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Writing;

/// <summary>Turns batches into messages, for streams and files alike.</summary>
internal sealed class BatchEncoder
{
    private readonly StructType schema;
    private readonly ArrowWriteOptions options;
    private readonly MemoryBudget budget;
    private readonly DictionaryUnifier?[] unifiers;

    internal BatchEncoder(StructType schema, ArrowWriteOptions options, MemoryBudget budget)
    {
        if (options.Compression is not (Compression.CompressionCodec.Uncompressed or Compression.CompressionCodec.Lz4Frame or Compression.CompressionCodec.Zstd))
            throw new ArgumentException($"Arrow IPC has no codec {options.Compression}", nameof(options));

        this.schema = schema;
        this.options = options;
        this.budget = budget;
        Fields = new ArrowField[schema.Fields.Count];
        unifiers = new DictionaryUnifier?[Fields.Length];
        for (int i = 0; i < Fields.Length; i++)
        {
            Field field = schema.Fields[i];
            Fields[i] = ArrowTypes.ToArrow(field, options.TimeZone);
            if (options.DictionaryColumns.Contains(field.Name) && field.Type.Physical == PhysicalType.Bytes)
            {
                Fields[i] = Fields[i] with { Dictionary = new ArrowDictionary(i, ArrowType.Integer(32)) };
                unifiers[i] = new DictionaryUnifier(field.Type, budget);
            }
        }
    }

    internal ArrowField[] Fields { get; }

    /// <summary>Writes the batch, with new dictionary entries before it; the batch is lent.</summary>
    internal void Write(RecordBatch batch, MessageOutput output, List<FileBlock> dictionaries, List<FileBlock> batches)
    {
        if (batch.Columns.Length != this.schema.Fields.Count)
            throw new ArgumentException($"a batch of {batch.Columns.Length} columns under a schema of {this.schema.Fields.Count}", nameof(batch));

        RecordBatch compact = batch.Compact(budget);
        using var body = new EncodedBody(options, budget);
        body.OnDispose(compact.Release);
        var encoder = new VectorEncoder(body, budget);
        for (int i = 0; i < Fields.Length; i++)
        {
            if (unifiers[i] is not { } unifier)
            {
                encoder.Encode(compact[i]);
                continue;
            }

            FlatVector indices = unifier.Number(compact[i]);
            body.OnDispose(indices.Release);
            encoder.Encode(indices);
            if (unifier.HasNew)
                dictionaries.Add(WriteDictionary(i, unifier, output));
        }

        var builder = new FlatBufferBuilder();
        int header = body.Header(compact.Length).Write(builder);
        batches.Add(output.Write(Message.Write(builder, MessageKind.RecordBatch, header, body.Length), body));
    }

    private FileBlock WriteDictionary(int id, DictionaryUnifier unifier, MessageOutput output)
    {
        bool isDelta = unifier.Begun;
        Vector values = unifier.TakeNew();
        using var body = new EncodedBody(options, budget);
        body.OnDispose(values.Release);
        new VectorEncoder(body, budget).Encode(values);

        var builder = new FlatBufferBuilder();
        int data = body.Header(values.Length).Write(builder);
        builder.BeginTable(3);
        builder.Field(0, (long)id);
        builder.Reference(1, data);
        builder.Field(2, isDelta);
        int header = builder.EndTable();
        return output.Write(Message.Write(builder, MessageKind.DictionaryBatch, header, body.Length), body);
    }
}
