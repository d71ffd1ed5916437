using System.Collections.Concurrent;
using System.Diagnostics;

namespace Spindle.UserCode.Capturing;

/// <summary>The handles that this process has made, by id; each is kept until it is removed.</summary>
public sealed class HandleRegistry : IHandleSource
{
    public static readonly HandleRegistry Instance = new();

    private readonly ConcurrentDictionary<long, ITravelHandle> handles = new();
    private readonly long? given;
    private long last;

    private HandleRegistry()
    {
    }

    // For a copy of a handle of another process, whose number it has.
    private HandleRegistry(long id) => given = id;

    /// <summary>Told of the number of each handle that is given up.</summary>
    public event Action<long>? Removed;

    /// <summary>An id that no other handle of the process has.</summary>
    public long NextId() => given ?? Interlocked.Increment(ref last);

    public void Add(ITravelHandle handle)
    {
        if (!handles.TryAdd(handle.HandleId, handle))
            throw new UnreachableException($"there is a handle {handle.HandleId} already");
    }

    public void Remove(long id)
    {
        if (handles.TryRemove(id, out _))
            Removed?.Invoke(id);
    }

    /// <summary>The handle of that id; null where it was given up.</summary>
    public ITravelHandle? Find(long id) => handles.GetValueOrDefault(id);

    /// <summary>A copy, in this process, of a handle that another process made.</summary>
    /// <param name="arguments">What the constructor takes before the registry.</param>
    internal static ITravelHandle Copy(Type type, long id, params object?[] arguments) => (ITravelHandle)Activator.CreateInstance(type, [.. arguments, new HandleRegistry(id)])!;

    public ITravelHandle Find(long id, Type type) => handles.TryGetValue(id, out var handle) && type.IsInstanceOfType(handle) ? handle : throw UserCodeErrors.HandleGone(id, type);
}
