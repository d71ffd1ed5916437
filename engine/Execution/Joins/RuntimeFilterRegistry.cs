namespace Spindle.Execution.Joins;

/// <summary>What joins publish of their build sides, by id, for scans that start later.</summary>
internal sealed class RuntimeFilterRegistry : IDisposable
{
    private readonly Dictionary<int, KeyFilter> filters = [];

    /// <summary>Takes over the filter.</summary>
    public void Publish(int id, KeyFilter filter) => filters[id] = filter;

    /// <summary>The filter under an id; null where nothing was published.</summary>
    public KeyFilter? Find(int id) => filters.GetValueOrDefault(id);

    public void Dispose()
    {
        foreach (var filter in filters.Values)
            filter.Dispose();
        filters.Clear();
    }
}
