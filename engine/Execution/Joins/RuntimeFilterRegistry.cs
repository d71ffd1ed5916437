namespace Spindle.Execution.Joins;

/// <summary>What joins publish of their build sides, by id, for scans that start later.</summary>
internal sealed class RuntimeFilterRegistry : IDisposable
{
    private readonly Dictionary<int, KeyFilter> filters = [];
    private readonly List<KeyFilter> owned = [];

    /// <summary>Takes over the filter.</summary>
    public void Publish(int id, KeyFilter filter)
    {
        owned.Add(filter);
        filters[id] = filter;
    }

    /// <summary>Finds the other's filters too, which stay its own and have to outlive this one.</summary>
    public void Borrow(RuntimeFilterRegistry other)
    {
        foreach (var (id, filter) in other.filters)
            filters[id] = filter;
    }

    /// <summary>The filter under an id; null where nothing was published.</summary>
    public KeyFilter? Find(int id) => filters.GetValueOrDefault(id);

    public void Dispose()
    {
        foreach (var filter in owned)
            filter.Dispose();
        owned.Clear();
        filters.Clear();
    }
}
