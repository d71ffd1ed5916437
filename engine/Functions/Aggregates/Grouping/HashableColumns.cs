using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>Key columns in a form that <see cref="KeyHash"/> takes: nested values as their canonical bytes. All lanes are kept in place.</summary>
public sealed class HashableColumns : IDisposable
{
    private readonly KeyScratch scratch;
    private readonly NestedKeys keys;

    public unsafe HashableColumns(ReadOnlySpan<Vector> columns, MemoryBudget budget)
    {
        scratch = new KeyScratch(budget);
        try
        {
            keys = new NestedKeys(columns, null, columns.Length == 0 ? 0 : columns[0].Length, scratch);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    public Vector this[int column] => keys.Vectors[column];

    public void Dispose()
    {
        keys.Dispose();
        scratch.Dispose();
    }
}
