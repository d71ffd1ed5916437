using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>Strings by number, so that they can be part of a packed word: from 1 on in the order of arrival, 0 for null.</summary>
internal sealed unsafe class StringNumbers(DataType type, MemoryBudget budget) : IDisposable
{
    private readonly GeneralKeys table = new([type], budget, equalHashes: false);

    public int Count => table.Count;

    public bool TryReserve(int more) => table.TryReserve(more);

    public void Grow(int more) => table.Grow(more);

    /// <summary>All strings, the one with number 1 first; owned by the caller.</summary>
    public Vector Read() => table.Read(0, null, 0, table.Count);

    /// <summary>A number a row, in the scratch's memory; -1 for a string that has none and is not to get one.</summary>
    public int* Of(KeyScratch scratch, int column, in ColumnView view, Vector vector, int rows, bool add)
    {
        var codes = scratch.Maps.Rent(rows);
        var dictionary = view.Plain;
        if (vector is DictionaryVector or ConstantVector && dictionary.Length <= Math.Max(rows, 4096))
        {
            var numbers = OfDictionary(scratch, column, dictionary, add);
            for (var i = 0; i < rows; i++)
                codes[i] = numbers[view.Position(i)];
            return codes;
        }

        using var inner = new KeyScratch(budget);
        inner.Ensure(rows);
        if (add)
            table.Grow(rows);
        table.Resolve(inner, [view], rows, codes, add);
        for (var i = 0; i < rows; i++)
            codes[i] = view.IsNull(i) ? 0 : codes[i] < 0 ? -1 : codes[i] + 1;
        return codes;
    }

    private int[] OfDictionary(KeyScratch scratch, int column, Vector dictionary, bool add)
    {
        if (scratch.DictionaryCodes.TryGetValue(column, out var known) && ReferenceEquals(known.Dictionary, dictionary) && ReferenceEquals(known.Table, table))
            return known.Codes;
        using var inner = new KeyScratch(budget);
        inner.Ensure(dictionary.Length);
        var numbers = new int[dictionary.Length];
        var view = inner.Maps.View(dictionary, null, dictionary.Length);
        if (add)
            table.Grow(dictionary.Length);
        fixed (int* n = numbers)
            table.Resolve(inner, [view], numbers.Length, n, add);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = view.IsNull(i) ? 0 : numbers[i] < 0 ? -1 : numbers[i] + 1;
        scratch.DictionaryCodes[column] = (dictionary, table, numbers);
        return numbers;
    }

    public void Dispose() => table.Dispose();
}
