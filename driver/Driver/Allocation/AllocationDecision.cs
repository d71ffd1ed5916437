using Spindle.Driver.Jobs;

namespace Spindle.Driver.Allocation;

/// <param name="Target">Executors wanted.</param>
/// <param name="Retire">Those that are to hand their blocks over and leave.</param>
/// <param name="LookAgainAt">When time alone changes the answer; <see cref="long.MaxValue"/> for never.</param>
public sealed record AllocationDecision(int Target, IReadOnlyList<ExecutorKey> Retire, long LookAgainAt);
