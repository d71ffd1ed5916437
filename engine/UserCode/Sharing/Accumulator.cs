using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Sharing;

/// <summary>
/// A total that functions add to and the driver reads. In an action each row counts once, however often tasks are tried; what two actions compute counts twice.
/// Safe to add to from several threads.
/// </summary>
/// <typeparam name="TValue">What is added.</typeparam>
/// <typeparam name="TTotal">What comes of it.</typeparam>
public abstract class Accumulator<TValue, TTotal> : ITotal
{
    /// <param name="registry">A class of a program's own takes a name and a registry, as these do: executors make their copies so.</param>
    protected Accumulator(string? name, HandleRegistry registry)
    {
        Name = name;
        HandleId = registry.NextId();
        registry.Add(this);
    }

    /// <summary>The name under which it is shown; null for none.</summary>
    public string? Name { get; }

    /// <summary>The number by which executors report what they added.</summary>
    public long HandleId { get; }

    /// <summary>The total so far.</summary>
    public abstract TTotal Value { get; }

    object? ITotal.Total => Value;

    void ITotal.Merge(object? total) => Merge((TTotal)total!);

    /// <summary>Adds.</summary>
    public abstract void Add(TValue value);

    /// <summary>Adds what another process counted.</summary>
    public abstract void Merge(TTotal other);

    /// <summary>Starts again from nothing.</summary>
    public abstract void Reset();
}

/// <summary>A sum of whole numbers.</summary>
public sealed class LongAccumulator(string? name, HandleRegistry registry) : Accumulator<long, long>(name, registry)
{
    private long total;

    public override long Value => Interlocked.Read(ref total);

    public override void Add(long value) => Interlocked.Add(ref total, value);

    public override void Merge(long other) => Add(other);

    public override void Reset() => Interlocked.Exchange(ref total, 0);
}

/// <summary>A sum of floating-point numbers.</summary>
public sealed class DoubleAccumulator(string? name, HandleRegistry registry) : Accumulator<double, double>(name, registry)
{
    private readonly Lock gate = new();
    private double total;

    public override double Value
    {
        get
        {
            lock (gate)
                return total;
        }
    }

    public override void Add(double value)
    {
        lock (gate)
            total += value;
    }

    public override void Merge(double other) => Add(other);

    public override void Reset()
    {
        lock (gate)
            total = 0;
    }
}

/// <summary>A list of values, in no certain order.</summary>
public sealed class CollectionAccumulator<T>(string? name, HandleRegistry registry) : Accumulator<T, IReadOnlyList<T>>(name, registry)
{
    private readonly Lock gate = new();
    private readonly List<T> items = [];

    public override IReadOnlyList<T> Value
    {
        get
        {
            lock (gate)
                return items.ToArray();
        }
    }

    public override void Add(T value)
    {
        lock (gate)
            items.Add(value);
    }

    public override void Merge(IReadOnlyList<T> other)
    {
        lock (gate)
            items.AddRange(other);
    }

    public override void Reset()
    {
        lock (gate)
            items.Clear();
    }
}
