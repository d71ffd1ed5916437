using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>The selected lanes of a decoded column, its dictionary kept.</summary>
internal static unsafe class Picking
{
    /// <returns>A vector that the caller owns.</returns>
    public static Vector Of(Vector vector, Selection selection, MemoryBudget budget)
    {
        if (vector is not DictionaryVector dictionary)
            return Gather.Lanes(vector, selection.Lanes, selection.Count, budget);
        var codes = budget.Allocate((long)selection.Count * sizeof(int));
        for (var i = 0; i < selection.Count; i++)
            ((int*)codes.Pointer)[i] = dictionary.Indices[selection.Lanes[i]];
        return new DictionaryVector(dictionary.Dictionary.Retain(), codes, selection.Count, dictionary.EntriesAreDistinct);
    }
}
