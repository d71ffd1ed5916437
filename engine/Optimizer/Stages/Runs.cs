using Spindle.Columnar.Types;
using Spindle.Sources;

namespace Spindle.Optimizer.Stages;

/// <summary>Neighbours put together until they are work enough for a task.</summary>
internal static class Runs
{
    /// <summary>What a split of unknown size is taken for.</summary>
    private const long UnknownBytes = 4L << 20;
    private const long UnknownRowBytes = 64;

    /// <summary>What part of a task's share is worth cutting a split for, of which both tasks then read the dictionaries and a page.</summary>
    private const double CutFrom = 0.1;

    /// <summary>At least one run, which is empty where there are no splits.</summary>
    public static List<ValueList<Split>> OfSplits(ValueList<Split> splits, TaskPlanningSettings settings)
    {
        if (splits.Count == 0)
            return [[]];
        var count = Count(splits.Sum(Size), splits.Count, settings.ScanBytes, settings);
        var even = CutToShares(splits, count);
        return [.. Balanced([.. even.Select(Size)], count).Select(r => Enumerable.Range(r.From, r.To - r.From).Select(i => even[i]).ToValueList())];
    }

    /// <summary>The splits with those cut in two that an end of one of so many equal shares falls into, well away from their own ends: two slots share three row groups evenly.</summary>
    private static List<Split> CutToShares(ValueList<Split> splits, int shares)
    {
        var share = splits.Sum(s => (double)Size(s)) / shares;
        var found = new List<Split>();
        var end = share;
        var before = 0.0;
        foreach (var split in splits)
        {
            var rest = split;
            for (var ends = before + Size(split); end <= ends - CutFrom * share; end += share)
            {
                if (end - before < CutFrom * share || rest.Cut((end - before) / Size(rest)) is not { } parts)
                    continue;
                found.Add(parts.First);
                before += Size(parts.First);
                rest = parts.Second;
            }

            found.Add(rest);
            before += Size(rest);
            while (end < before + CutFrom * share)
                end += share;
        }

        return found;
    }

    private static long Size(Split split) => split.Bytes > 0 ? split.Bytes : split.Rows >= 0 ? split.Rows * UnknownRowBytes : UnknownBytes;

    /// <summary>How many tasks some work is cut into: each with about the target, one a slot where the work is worth it, and past that as many that all slots end together.</summary>
    public static int Count(long bytes, int parts, long target, TaskPlanningSettings settings)
    {
        var byTarget = (bytes + target - 1) / Math.Max(1, target);
        var forSlots = Math.Min(settings.Slots, bytes / Math.Max(1, settings.MinimumBytes));
        if (byTarget > settings.Slots)
            byTarget = (byTarget + settings.Slots - 1) / settings.Slots * settings.Slots;
        return (int)Math.Clamp(Math.Max(byTarget, forSlots), 1, Math.Max(1, parts));
    }

    /// <summary>That many runs at most, none empty, of sizes as equal as their order allows: each part goes where its middle falls among equal shares of the whole.</summary>
    public static List<(int From, int To)> Balanced(ReadOnlySpan<long> sizes, int runs)
    {
        var found = new List<(int From, int To)>();
        long total = 0;
        foreach (var size in sizes)
            total += Weight(size);
        long before = 0;
        var share = -1L;
        for (var i = 0; i < sizes.Length; i++)
        {
            var weight = Weight(sizes[i]);
            var own = (long)(((Int128)before * 2 + weight) * runs / ((Int128)total * 2));
            if (own != share)
            {
                found.Add((i, i + 1));
                share = own;
            }
            else
            {
                found[^1] = (found[^1].From, i + 1);
            }

            before += weight;
        }

        return found;
    }

    /// <summary>That many tasks at most, of neighbouring ones.</summary>
    public static List<TaskPiece> Merge(IReadOnlyList<TaskPiece> pieces, int count)
    {
        if (pieces.Count <= count)
            return [.. pieces];
        var ones = new long[pieces.Count];
        Array.Fill(ones, 1);
        return [.. Balanced(ones, count).SelectMany(r => Merged([.. pieces.Skip(r.From).Take(r.To - r.From)]))];
    }

    private static List<TaskPiece> Merged(List<TaskPiece> pieces)
    {
        var merged = new List<TaskPiece>();
        foreach (var piece in pieces)
        {
            if (merged.Count > 0 && Both(merged[^1], piece) is { } both)
                merged[^1] = both;
            else
                merged.Add(piece);
        }

        return merged;
    }

    private static TaskPiece? Both(TaskPiece first, TaskPiece second)
    {
        var inputs = first.Inputs.ToDictionary(i => i.Leaf, i => i.Input);
        foreach (var (leaf, input) in second.Inputs.Select(i => (i.Leaf, i.Input)))
        {
            if (!inputs.TryGetValue(leaf, out var before))
            {
                // Another input of a union: the task runs both.
                inputs.Add(leaf, input);
                continue;
            }

            TaskInput? both = (before, input) switch
            {
                (WholeInput, WholeInput) => TaskInput.Whole,
                (SplitsInput a, SplitsInput b) => new SplitsInput([.. a.Splits, .. b.Splits]),
                (PartitionsInput { FirstMap: 0, LastMap: -1 } a, PartitionsInput { FirstMap: 0, LastMap: -1 } b) when a.To == b.From => new PartitionsInput(a.From, b.To),
                (RangeInput a, RangeInput b) when a.End == b.Start => new RangeInput(a.Start, b.End),
                _ => null,
            };
            if (both is null)
                return null;
            inputs[leaf] = both;
        }

        return new TaskPiece([.. inputs.Select(i => new LeafInput(i.Key, i.Value))]);
    }

    // Nothing is free: what has no bytes still has to be opened.
    private static long Weight(long size) => Math.Max(0, size) + 1;
}
