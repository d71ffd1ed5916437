using System.Collections.Concurrent;
using Spindle.Protos;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Sharing;
using Spindle.Wire.Grpc;

namespace Spindle.Executor.Programs;

/// <summary>The values of broadcast variables, once a process: fetched in pieces by the first task that reads one, and kept for peers, whose requests spare the driver.</summary>
internal sealed class BroadcastValues(ExecutorContext executor) : IDisposable
{
    private readonly ConcurrentDictionary<long, Entry> entries = new();

    /// <summary>The variable, made once for each type that asks (of which there are several where a program was loaded twice).</summary>
    /// <exception cref="RpcException">It could not be had: it was destroyed, or the driver is gone.</exception>
    public ITravelHandle Handle(long id, Type type, IAssemblySource assemblies, CancellationToken cancellation)
    {
        var entry = entries.GetOrAdd(id, _ => new Entry());
        entry.Gate.Wait(cancellation);
        try
        {
            if (entry.Handles.TryGetValue(type, out var known))
                return known;
            entry.Pieces ??= new BroadcastPieces(executor, id, executor.DriverFiles.Locate(id, cancellation));
            entry.Pieces.Fetch(cancellation);
            return entry.Handles[type] = HandleCopies.Broadcast(type, id, CapturedValue.Read(entry.Pieces.Open(), assemblies, NoHandles.Instance));
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>A piece for a peer; null where it is not here (yet).</summary>
    public WithPayload<Piece>? Piece(long id, int piece) => entries.TryGetValue(id, out var entry) ? entry.Pieces?.Piece(piece) : null;

    /// <summary>Forgets a variable that was destroyed; tasks that have read it keep their value.</summary>
    public void Remove(long id)
    {
        if (entries.TryRemove(id, out var entry))
            entry.Pieces?.Dispose();
    }

    public void Dispose()
    {
        foreach (var id in entries.Keys)
            Remove(id);
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public Dictionary<Type, ITravelHandle> Handles { get; } = [];

        public BroadcastPieces? Pieces { get; set; }
    }
}
