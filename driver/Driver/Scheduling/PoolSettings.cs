namespace Spindle.Driver.Scheduling;

/// <summary>What is given to one pool where pools share the executors.</summary>
/// <param name="IsFair">Its jobs share alike; otherwise the first goes first.</param>
/// <param name="Weight">Its share is that many times that of a pool of weight 1.</param>
/// <param name="MinShare">Slots that it has before others get more than theirs.</param>
public sealed record PoolSettings(string Name, bool IsFair = false, int Weight = 1, int MinShare = 0);
