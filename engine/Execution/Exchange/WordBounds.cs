using System.Numerics;

namespace Spindle.Execution.Exchange;

/// <summary>
/// Rising words that bound ranges. The stretch from the first to the last is cut into equal cells, most of which hold no bound or one: the cell of a word leaves few bounds to look at, or none. Where all bounds lie in few
/// cells halving finds the place among them, without a jump that depends on the words: it would be guessed wrong every other time.
/// </summary>
internal sealed unsafe class WordBounds
{
    private const int CellBits = 10;

    private readonly ulong[] bounds;
    private readonly ulong least;
    private readonly ulong most;
    private readonly int shift;

    // For each cell the number of bounds in those before it, and at the end the number of all.
    private readonly int[] before;

    public WordBounds(ulong[] bounds)
    {
        this.bounds = bounds;
        (least, most) = bounds.Length == 0 ? (0, 0) : (bounds[0], bounds[^1]);
        shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(most - least) - CellBits);
        before = new int[(int)(most - least >> shift) + 2];
        foreach (var bound in bounds)
            before[(int)(bound - least >> shift) + 1]++;
        for (var cell = 1; cell < before.Length; cell++)
            before[cell] += before[cell - 1];
    }

    public ulong this[int index] => bounds[index];

    /// <summary>Writes for each word the number of bounds that are not above it.</summary>
    public void CountNotAbove(ulong* words, int count, int* counts)
    {
        fixed (ulong* first = bounds)
        fixed (int* starts = before)
            for (var i = 0; i < count; i++)
            {
                var word = words[i];
                var cell = starts + (int)(Math.Min(Math.Max(word, least), most) - least >> shift);
                var passed = first + cell[0];
                for (var left = cell[1] - cell[0]; left > 0;)
                {
                    var half = left + 1 >> 1;
                    passed += half & -(passed[half - 1] <= word ? 1 : 0);
                    left -= half;
                }

                counts[i] = (int)(passed - first);
            }
    }
}
