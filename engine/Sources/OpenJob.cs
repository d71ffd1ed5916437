using Spindle.Columnar.Types;
using Spindle.Plans;

namespace Spindle.Sources;

/// <summary>A job whose rows are written where the query runs, by the threads that make them: in one process the job itself is there, as a table is in a scan.</summary>
/// <param name="Writers">Partitions to write at most, at least 1.</param>
public sealed record OpenJob(IWriteJob Job, int Writers, string DisplayName, StructType Schema) : ITableHandle;
