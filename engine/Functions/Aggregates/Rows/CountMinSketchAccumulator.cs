using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary><c>count_min_sketch</c>: a sketch of how often values were met, nulls aside.</summary>
internal sealed class CountMinSketchAccumulator(DataType type, double error, double confidence, long seed, MemoryBudget budget) : RowsAccumulator([type], DataType.Binary, budget)
{
    protected override object? Result(object?[][] rows)
    {
        var sketch = new CountMinSketch(error, confidence, seed);
        foreach (var row in rows)
            sketch.Add(row[0]!);
        return sketch.ToBytes();
    }
}
