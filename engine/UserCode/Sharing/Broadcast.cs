using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Sharing;

/// <summary>
/// A value that each process has one copy of, however many functions read it: capture the variable, and read <see cref="Value"/> inside the function. In the driver's own process the copy
/// is the value itself, so leave it unchanged.
/// </summary>
public sealed class Broadcast<T> : IBroadcast
{
    private readonly T value;
    private readonly Lazy<CapturedValue> captured;
    private volatile bool destroyed;

    public Broadcast(T value, HandleRegistry registry)
    {
        this.value = value;
        captured = new Lazy<CapturedValue>(() => CapturedValue.Of(value, $"the broadcast value of {UserCodeErrors.Name(typeof(T))}"));
        Registry = registry;
        HandleId = registry.NextId();
        registry.Add(this);
    }

    /// <summary>The number by which executors ask for it.</summary>
    public long HandleId { get; }

    /// <exception cref="ObjectDisposedException">It was destroyed.</exception>
    public T Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(destroyed, this);
            return value;
        }
    }

    /// <inheritdoc/>
    public CapturedValue Captured => captured.Value;

    private HandleRegistry Registry { get; }

    /// <summary>Gives the value up, here and on executors. Functions that read it later fail.</summary>
    public void Destroy()
    {
        destroyed = true;
        Registry.Remove(HandleId);
    }
}
