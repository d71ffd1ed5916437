using Spindle.Columnar.Vectors;
using Spindle.Execution.Tasks;
using Spindle.Sources;

namespace Spindle.Executor;

/// <summary>Writes a task's rows to a table. One thread's.</summary>
internal sealed class WriteOutput(IBatchWriter writer) : ITaskOutput
{
    public void Write(RecordBatch batch) => writer.Write(batch);
}

/// <summary>Another attempt of the task has been told that it may commit.</summary>
internal sealed class CommitDeniedException(string reason) : Exception($"the driver does not let this attempt commit: {reason}");
