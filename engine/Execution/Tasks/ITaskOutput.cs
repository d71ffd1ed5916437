using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Tasks;

/// <summary>Where a task's rows go. One thread's.</summary>
public interface ITaskOutput
{
    /// <summary>False once no further row is wanted.</summary>
    bool WantsMore => true;

    /// <summary>Takes a batch, which is lent and has at least one row.</summary>
    void Write(RecordBatch batch);
}
