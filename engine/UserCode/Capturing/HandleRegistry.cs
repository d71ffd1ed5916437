using System.Collections.Concurrent;
using System.Diagnostics;

namespace Spindle.UserCode.Capturing;

/// <summary>The handles that this process has made, by id; each is kept until it is removed.</summary>
public sealed class HandleRegistry : IHandleSource
{
    public static readonly HandleRegistry Instance = new();

    private readonly ConcurrentDictionary<long, ITravelHandle> handles = new();
    private long last;

    private HandleRegistry()
    {
    }

    /// <summary>An id that no other handle of the process has.</summary>
    public long NextId() => Interlocked.Increment(ref last);

    public void Add(ITravelHandle handle)
    {
        if (!handles.TryAdd(handle.HandleId, handle))
            throw new UnreachableException($"there is a handle {handle.HandleId} already");
    }

    public void Remove(long id) => handles.TryRemove(id, out _);

    public ITravelHandle Find(long id, Type type) => handles.TryGetValue(id, out var handle) && type.IsInstanceOfType(handle) ? handle : throw UserCodeErrors.HandleGone(id, type);
}
