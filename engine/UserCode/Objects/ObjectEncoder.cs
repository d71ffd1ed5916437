using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.UserCode.Aggregates;
using Spindle.UserCode.Types;

namespace Spindle.UserCode.Objects;

/// <summary>Makes columns of objects: a column a member, or one column <c>value</c> for what has no members.</summary>
public sealed class ObjectEncoder<T> : IDisposable
{
    private readonly VectorBuilder[] builders;
    private readonly Action<VectorBuilder[], T> write;

    public ObjectEncoder(MemoryBudget budget)
    {
        Columns = SqlTypes.Columns(typeof(T), "the type of the rows");
        builders = [.. Columns.Fields.Select(f => VectorBuilder.Create(f.Type, budget))];
        write = StateCode.Writer<T>(Columns);
    }

    public StructType Columns { get; }

    /// <summary>Objects since the last batch.</summary>
    public int Count { get; private set; }

    /// <exception cref="Columnar.Errors.SpindleException">NOT_NULL_ASSERT_VIOLATION: a row with members is null.</exception>
    public void Append(T value)
    {
        if (value is null && SqlTypes.Find(typeof(T)) is StructType)
            throw UserCodeErrors.NullValue($"a row ({UserCodeErrors.Name(typeof(T))})");
        write(builders, value);
        Count++;
    }

    /// <summary>The objects so far as a batch that the caller owns.</summary>
    public RecordBatch Build()
    {
        var batch = new RecordBatch([.. builders.Select(b => b.Build())], Count);
        Count = 0;
        return batch;
    }

    public void Dispose()
    {
        foreach (var builder in builders)
            builder.Dispose();
    }
}
