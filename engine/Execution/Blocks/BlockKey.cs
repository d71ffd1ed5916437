using Spindle.Plans.Stages;

namespace Spindle.Execution.Blocks;

/// <summary>What a block store keeps something under.</summary>
public abstract record BlockKey;

/// <summary>The output of a map task.</summary>
public sealed record MapBlockKey(long Query, int Stage, int Map) : BlockKey;

/// <summary>A partition of cached rows.</summary>
public sealed record CachedBlockKey(long Dataset, int Partition) : BlockKey;

/// <summary>A task's result that waits to be fetched.</summary>
public sealed record ResultBlockKey(TaskIdentity Task) : BlockKey;
