using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Evaluation;
using Spindle.Columnar.Errors;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary><c>vector_sum</c> and <c>vector_avg</c> over arrays of floats of one length, element by element; arrays that are or hold null do not count.</summary>
internal sealed class VectorAccumulator(string name, DataType type, Origin origin, MemoryBudget budget) : RowsAccumulator([type], type, budget)
{
    protected override object? Result(object?[][] rows)
    {
        float[]? total = null;
        var count = 0;
        foreach (var row in rows)
        {
            var vector = (ValueList<object?>)row[0]!;
            if (vector.Any(e => e is null))
                continue;
            total ??= new float[vector.Count];
            if (total.Length != vector.Count)
            {
                throw EvaluationErrors.Of("VECTOR_DIMENSION_MISMATCH", "22000", $"{name} meets vectors of {total.Length} and of {vector.Count} elements", origin,
                    ("functionName", $"`{name}`"), ("leftDim", $"{total.Length}"), ("rightDim", $"{vector.Count}"));
            }

            count++;
            for (var i = 0; i < total.Length; i++)
            {
                var value = (float)vector[i]!;
                // The mean moves by each value's share of its distance.
                total[i] = name == "vector_sum" ? total[i] + value : total[i] + (value - total[i]) / count;
            }
        }

        return total is null ? null : ValueList.Create<object?>([.. total.Select(t => (object?)t)]);
    }
}
