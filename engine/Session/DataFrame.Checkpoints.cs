using Spindle.Columnar.Errors;
using Spindle.Plans.Logical;
using Spindle.Sql.Settings;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <summary>
    /// The rows as they are now, written to the folder that <c>spark.checkpoint.dir</c> names, as a DataFrame that reads them there: what made them is not run again. The files stay.
    /// </summary>
    /// <exception cref="SpindleException">SPINDLE_NO_CHECKPOINT_FOLDER: the setting is not given.</exception>
    public DataFrame Checkpoint(CancellationToken cancellation = default)
    {
        var folder = Session.State.Settings.Find(SessionSettings.CheckpointFolder)
            ?? throw new SpindleException(SessionErrors.NoCheckpointFolder, $"a checkpoint needs a folder; give one as {SessionSettings.CheckpointFolder}");
        cancellation.ThrowIfCancellationRequested();
        var path = $"{folder.TrimEnd('/')}/checkpoint-{Guid.NewGuid():n}";
        // Names may stand twice, and files do not take that.
        ToDF([.. Columns.Select((_, i) => $"c{i}")]).Write.Parquet(path);
        return Session.Read.Parquet(path).ToDF([.. Columns]);
    }

    /// <summary>The rows as they are now, kept by the session (over executors: where they are computed) for as long as it lasts, as a DataFrame that reads them there.</summary>
    /// <param name="eager">False to compute them when they are first read.</param>
    public DataFrame LocalCheckpoint(bool eager = true, StorageLevel level = StorageLevel.MemoryAndDisk, CancellationToken cancellation = default)
    {
        if (level == StorageLevel.None)
            throw new ArgumentException("a checkpoint is kept at some level", nameof(level));
        var kept = new DataFrame(Session, Relation.Of(Session.State.Cache.RowsForGood(Plan, "checkpoint", level), []));
        if (eager && Session.State.Topology.IsCluster)
            kept.Count(cancellation);
        return kept;
    }
}
