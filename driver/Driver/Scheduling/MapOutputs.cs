namespace Spindle.Driver.Scheduling;

/// <summary>Where the outputs of a stage's maps are. Each change of place makes a new epoch, so that executors are told again and news about former outputs is known to be old.</summary>
internal sealed class MapOutputs(int maps, MapSizes sizes)
{
    private readonly ExecutorState?[] places = new ExecutorState?[maps];
    private readonly UInt128[] checksums = new UInt128[maps];
    private readonly bool[] computedBefore = new bool[maps];
    private readonly int[] since = new int[maps];

    public MapSizes Sizes { get; } = sizes;

    public int Maps => places.Length;

    public int Missing { get; private set; } = maps;

    /// <summary>The job's epoch of the last change.</summary>
    public int Epoch { get; private set; }

    public ExecutorState? Place(int map) => places[map];

    public long Rows { get; private set; }

    /// <summary>Of the rows that the map gave last.</summary>
    public UInt128 Checksum(int map) => checksums[map];

    /// <summary>The epoch in which the map's present output came to be where it is.</summary>
    public int Since(int map) => since[map];

    /// <returns>Whether an earlier run of the map gave other rows.</returns>
    public bool Add(int map, ExecutorState place, ReadOnlySpan<long> bytes, long rows, UInt128 checksum, int epoch)
    {
        var differs = computedBefore[map] && checksums[map] != checksum && checksum != 0 && checksums[map] != 0;
        if (places[map] is null)
            Missing--;
        if (!computedBefore[map])
            Rows += rows;
        places[map] = place;
        checksums[map] = checksum;
        computedBefore[map] = true;
        since[map] = epoch;
        Epoch = epoch;
        Sizes.Set(map, bytes);
        return differs;
    }

    public void Move(int map, ExecutorState to, int epoch)
    {
        places[map] = to;
        since[map] = Epoch = epoch;
    }

    public void Lose(int map, int epoch)
    {
        if (places[map] is null)
            return;
        places[map] = null;
        Missing++;
        Epoch = epoch;
    }

    /// <summary>Loses a map's output and what it was: whatever it gives next is taken as it is.</summary>
    public void Forget(int map)
    {
        Lose(map, Epoch);
        computedBefore[map] = false;
    }

    /// <summary>The maps whose output is on this executor.</summary>
    public List<int> On(ExecutorState executor)
    {
        var found = new List<int>();
        for (var map = 0; map < places.Length; map++)
            if (ReferenceEquals(places[map], executor))
                found.Add(map);
        return found;
    }
}
