using Spindle.Driver.Jobs;

namespace Spindle.Driver.Allocation;

/// <summary>What one executor has to do and to keep.</summary>
/// <param name="HoldsRows">It keeps partitions of cached datasets.</param>
/// <param name="HoldsOutputs">It has map outputs of a job that runs.</param>
public readonly record struct ExecutorLoad(ExecutorKey Executor, string Node, bool IsBusy, bool HoldsRows, bool HoldsOutputs);
