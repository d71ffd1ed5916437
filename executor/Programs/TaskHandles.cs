using Google.Protobuf;
using Spindle.Protos;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Sharing;

namespace Spindle.Executor.Programs;

/// <summary>The handles that one attempt's functions see: broadcast variables of the process, and accumulators of the attempt's own, so that what a failed attempt added is forgotten with it.</summary>
internal sealed class TaskHandles(LoadedProgram program, CancellationToken cancellation) : IHandleSource
{
    private readonly Dictionary<long, ITotal> totals = [];

    public ITravelHandle Find(long id, Type type)
    {
        if (!type.IsAssignableTo(typeof(ITotal)))
            return program.Broadcast(id, type, cancellation);
        if (!totals.TryGetValue(id, out var total))
            totals.Add(id, total = HandleCopies.Total(type, id));
        return total;
    }

    /// <summary>What was added, for the driver.</summary>
    public IEnumerable<AccumulatorUpdate> Totals() => totals.Select(t => new AccumulatorUpdate
    {
        Id = t.Key,
        Value = UnsafeByteOperations.UnsafeWrap(CapturedValue.Of(t.Value.Total, $"the total of accumulator {t.Key}").Bytes),
    });
}
