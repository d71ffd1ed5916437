using Spindle.Columnar.Vectors;
using Spindle.Plans.Logical;
using Spindle.Sql.Objects;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Objects;
using Spindle.UserCode.Sharing;

namespace Spindle.Sql;

public sealed partial class Session
{
    /// <summary>Objects as a typed table: records, classes with settable properties, tuples, or simple values.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">UNSUPPORTED_DATATYPE: the type, or one of its members, has no SQL type.</exception>
    public Dataset<T> CreateDataset<T>(IEnumerable<T> items)
    {
        using var encoder = new ObjectEncoder<T>(State.Budget);
        var batches = new List<RecordBatch>();
        foreach (var item in items)
        {
            encoder.Append(item);
            if (encoder.Count == RecordBatch.TargetRows)
                batches.Add(encoder.Build());
        }

        if (encoder.Count > 0)
            batches.Add(encoder.Build());
        return new Dataset<T>(new DataFrame(this, Relation.Of(new MemoryTable("objects", encoder.Columns, batches), [])));
    }

    /// <summary>A value that functions read: each process gets one copy, however many functions capture it.</summary>
    public Broadcast<T> Broadcast<T>(T value) => new(value, HandleRegistry.Instance);

    /// <summary>A sum that functions add whole numbers to.</summary>
    public LongAccumulator LongAccumulator(string? name = null) => new(name, HandleRegistry.Instance);

    /// <summary>A sum that functions add numbers to.</summary>
    public DoubleAccumulator DoubleAccumulator(string? name = null) => new(name, HandleRegistry.Instance);

    /// <summary>A list that functions add values to.</summary>
    public CollectionAccumulator<T> CollectionAccumulator<T>(string? name = null) => new(name, HandleRegistry.Instance);
}
