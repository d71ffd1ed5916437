using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Chosen lanes of a decoded column, its dictionary kept.</summary>
internal static unsafe class Picking
{
    /// <returns>A vector that the caller owns.</returns>
    public static Vector Of(Vector vector, int* lanes, int count, MemoryBudget budget)
    {
        if (vector is not DictionaryVector dictionary)
            return Gather.Lanes(vector, lanes, count, budget);
        var codes = budget.Allocate((long)count * sizeof(int));
        for (var i = 0; i < count; i++)
            ((int*)codes.Pointer)[i] = dictionary.Indices[lanes[i]];
        return new DictionaryVector(dictionary.Dictionary.Retain(), codes, count, dictionary.EntriesAreDistinct);
    }
}
