using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Plans;

namespace Spindle.Sources;

/// <summary>What another process needs to write attempts of a job; data that travels in place of the sink. Each kind of sink derives its own. The job stays with who began it.</summary>
public abstract record TableSinkDescriptor(string DisplayName, StructType Schema) : ITableHandle
{
    /// <summary>Whether of several attempts at a partition only one may finish its writing: the driver then says which.</summary>
    public virtual bool IsArbitrated => true;
}

/// <summary>Makes writers of what travelled.</summary>
public interface ISinkOpener
{
    /// <returns>As <see cref="IWriteJob.Open"/>; null where the descriptor is of another opener's kind.</returns>
    IBatchWriter? Open(TableSinkDescriptor descriptor, int partition, int attempt, MemoryBudget budget);
}
