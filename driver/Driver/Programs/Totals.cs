using Spindle.Protos;
using Spindle.UserCode.Capturing;

namespace Spindle.Driver.Programs;

/// <summary>What one attempt counted.</summary>
/// <param name="Keys">What it took note of, as it was sent; empty for nothing.</param>
internal sealed record TaskTotals(IReadOnlyList<AccumulatorUpdate> Accumulators, IReadOnlyList<OperatorFigures> Operators, ReadOnlyMemory<byte> Keys);

/// <summary>Adds what tasks counted to the program's accumulators.</summary>
internal static class Totals
{
    public static void Merge(IEnumerable<AccumulatorUpdate> updates)
    {
        foreach (var update in updates)
            // One that the program gave up meanwhile has nobody who reads it.
            if (HandleRegistry.Instance.Find(update.Id) is ITotal total)
                total.Merge(CapturedValue.Read(new MemoryStream(update.Value.ToByteArray(), writable: false), ProgramAssemblies.Instance, HandleRegistry.Instance));
    }
}
