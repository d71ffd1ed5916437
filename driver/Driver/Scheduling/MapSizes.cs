namespace Spindle.Driver.Scheduling;

/// <summary>
/// Bytes of each partition of each map's output, in one array for the whole stage: exact up to 2,000 partitions, else a byte each with the outliers exact beside them.
/// <code>
///          partition 0  1  2 …
///   map 0 [          s  s  s  ]
///   map 1 [          s  s  s  ]
/// </code>
/// </summary>
internal sealed class MapSizes
{
    private readonly long[]? exact;
    private readonly byte[]? coded;
    // Planning reads while a recomputed map may be written.
    private readonly System.Collections.Concurrent.ConcurrentDictionary<long, long>? outliers;
    private readonly long accurateFrom;

    public MapSizes(int maps, int partitions, int compressFrom, long accurateFrom)
    {
        Maps = maps;
        Partitions = partitions;
        this.accurateFrom = accurateFrom;
        var cells = (long)maps * partitions;
        if (partitions > compressFrom)
        {
            coded = new byte[cells];
            outliers = [];
        }
        else
        {
            exact = new long[cells];
        }
    }

    public int Maps { get; }

    public int Partitions { get; }

    public long this[int map, int partition]
    {
        get
        {
            var cell = ((long)map * Partitions) + partition;
            return exact is not null ? exact[cell] : outliers!.TryGetValue(cell, out var size) ? size : SizeCode.Decode(coded![cell]);
        }
    }

    public void Set(int map, ReadOnlySpan<long> sizes)
    {
        var start = (long)map * Partitions;
        if (exact is not null)
        {
            sizes.CopyTo(exact.AsSpan((int)start, Partitions));
            return;
        }

        for (var p = 0; p < sizes.Length; p++)
        {
            coded![start + p] = SizeCode.Encode(sizes[p]);
            if (sizes[p] >= accurateFrom)
                outliers![start + p] = sizes[p];
            else
                outliers!.TryRemove(start + p, out _);
        }
    }

    /// <summary>Bytes of each partition over all maps.</summary>
    public long[] Totals()
    {
        var totals = new long[Partitions];
        for (var map = 0; map < Maps; map++)
            for (var p = 0; p < Partitions; p++)
                totals[p] += this[map, p];
        return totals;
    }
}
