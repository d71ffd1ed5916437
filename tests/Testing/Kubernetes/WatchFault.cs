namespace Spindle.Testing.Kubernetes;

/// <summary>What goes wrong with a watch that has begun.</summary>
public enum WatchFault
{
    /// <summary>It tells that its version is no longer kept, and ends.</summary>
    Expire,

    /// <summary>It stays open and tells nothing more, not even its own end.</summary>
    FallSilent,

    /// <summary>Its connection breaks.</summary>
    Drop,

    /// <summary>Its connection breaks in the middle of an event.</summary>
    CutEvent,

    /// <summary>It ends as if its time were over.</summary>
    End,

    /// <summary>It tells each event twice.</summary>
    Duplicate,

    /// <summary>It tells each two events in the wrong order.</summary>
    Reorder,

    /// <summary>It leaves every second event out.</summary>
    Omit,
}
