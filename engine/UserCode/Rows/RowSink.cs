using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.UserCode.Rows;

/// <summary>Gathers the objects that leave a chain of steps into batches.</summary>
internal sealed class RowSink(StructType columns, int batchRows, Action<RecordBatch> emit, MemoryBudget budget) : IDisposable
{
    private int count;

    /// <summary>Where an object's members are appended before <see cref="Added"/>.</summary>
    public VectorBuilder[] Builders { get; } = [.. columns.Fields.Select(f => VectorBuilder.Create(f.Type, budget))];

    /// <summary>Ends an object.</summary>
    public void Added()
    {
        if (++count >= batchRows)
            Flush();
    }

    /// <summary>Lets go of what is held back.</summary>
    public void Flush()
    {
        if (count == 0)
            return;
        var batch = new RecordBatch([.. Builders.Select(b => b.Build())], count);
        count = 0;
        emit(batch);
    }

    public void Dispose()
    {
        foreach (var builder in Builders)
            builder.Dispose();
    }
}
