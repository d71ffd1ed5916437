namespace Spindle.Sql;

/// <summary>Figures of a DataFrame's rows, named by <see cref="DataFrame.Observe"/>.</summary>
/// <param name="name">For readers.</param>
public sealed class Observation(string? name = null)
{
    private readonly Lock gate = new();
    private DataFrame? figures;
    private IReadOnlyDictionary<string, object?>? values;

    public string Name { get; } = name ?? Guid.NewGuid().ToString();

    /// <summary>The figures by their names. They are worked out, by a query of their own, when they are first asked for.</summary>
    /// <exception cref="InvalidOperationException">No frame is observed by it.</exception>
    public IReadOnlyDictionary<string, object?> Get
    {
        get
        {
            lock (gate)
            {
                if (figures is null)
                    throw new InvalidOperationException("the observation has no frame: give it to Observe first");
                return values ??= figures.Columns.Zip(figures.Collect()[0]).ToDictionary(f => f.First, f => f.Second);
            }
        }
    }

    internal void Of(DataFrame wanted)
    {
        lock (gate)
            figures = figures is null ? wanted : throw new InvalidOperationException("an observation is of one frame: make another one");
    }
}
