using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;

namespace Spindle.Storage.Tables;

/// <summary>An attempt that writes rows into folders by the values of their partition columns, a few files open at a time.</summary>
internal sealed class PartitionedWriter(AttemptTarget target, int partition, int attempt, MemoryBudget budget) : IBatchWriter
{
    /// <summary>Each open file gathers a row group. Past this many the one that was longest without rows is ended.</summary>
    private const int MostOpen = 32;

    private readonly Dictionary<string, OpenFile> open = new(StringComparer.Ordinal);
    private readonly Dictionary<ValueList<object?>, string> folders = [];
    private readonly List<string> receipts = [];
    private readonly int[] kept = [.. Enumerable.Range(0, target.Schema.Fields.Count).Except(target.PartitionBy)];
    private long rows;
    private long bytes;
    private long clock;
    private int files;

    private sealed class OpenFile(IFileWriter writer)
    {
        public IFileWriter Writer { get; } = writer;

        public long LastUse { get; set; }
    }

    public void Write(RecordBatch batch)
    {
        var byFolder = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        ValueList<object?>? last = null;
        List<int>? lanes = null;
        for (var row = 0; row < batch.Rows; row++)
        {
            var lane = batch.Lane(row);
            var key = target.PartitionBy.Select(c => batch[c].Read(lane)).ToValueList();
            if (lanes is null || !key.Equals(last))
            {
                var folder = FolderOf(key);
                if (!byFolder.TryGetValue(folder, out lanes))
                    byFolder.Add(folder, lanes = []);
                last = key;
            }

            lanes.Add(lane);
        }

        foreach (var (folder, members) in byFolder)
            Write(batch, folder, members);
    }

    public WrittenFiles Finish()
    {
        foreach (var file in open.Values)
            End(file);
        open.Clear();
        return new WrittenFiles(partition, attempt, receipts.ToValueList(), rows, bytes);
    }

    public void Dispose()
    {
        foreach (var file in open.Values)
            file.Writer.Dispose();
        open.Clear();
    }

    private unsafe void Write(RecordBatch batch, string folder, List<int> members)
    {
        var lanes = budget.Allocate((long)members.Count * sizeof(int));
        for (var i = 0; i < members.Count; i++)
            ((int*)lanes.Pointer)[i] = members[i];
        var part = new RecordBatch([.. kept.Select(c => batch[c].Retain())], batch.Length, new Selection(lanes, members.Count));
        try
        {
            var file = FileOf(folder);
            file.LastUse = ++clock;
            file.Writer.Write(part);
        }
        finally
        {
            part.Release();
        }
    }

    private OpenFile FileOf(string folder)
    {
        if (open.TryGetValue(folder, out var file))
            return file;
        if (open.Count >= MostOpen)
        {
            var idle = open.MinBy(f => f.Value.LastUse);
            open.Remove(idle.Key);
            End(idle.Value);
        }

        file = new OpenFile(target.Create(folder, partition, files++, budget));
        open.Add(folder, file);
        return file;
    }

    private void End(OpenFile file)
    {
        receipts.Add(file.Writer.Finish());
        rows += file.Writer.Rows;
        bytes += file.Writer.Bytes;
        file.Writer.Dispose();
    }

    private string FolderOf(ValueList<object?> key)
    {
        if (folders.TryGetValue(key, out var folder))
            return folder;
        folder = string.Join('/', target.PartitionBy.Select((c, i) => PartitionFolder.Of(target.Schema.Fields[c].Name, key[i], target.Schema.Fields[c].Type, target.Zone)));
        folders.Add(key, folder);
        return folder;
    }
}
