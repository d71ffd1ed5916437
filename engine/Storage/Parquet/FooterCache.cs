using Spindle.Storage.Files;

namespace Spindle.Storage.Parquet;

/// <summary>Footers of files that have not changed since they were read, the latest used of them.</summary>
internal sealed class FooterCache(int capacity)
{
    private readonly Dictionary<FileStatus, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = [];
    private readonly Lock gate = new();

    private readonly record struct Entry(FileStatus Key, ParquetFooter Footer);

    /// <summary>The footer of a file as it was listed.</summary>
    public ParquetFooter Get(IFileSystem fileSystem, FileStatus status)
    {
        if (Find(status) is { } known)
            return known;
        using var file = fileSystem.Open(status.Path);
        return Get(file, status);
    }

    /// <summary>The footer of an open file.</summary>
    public ParquetFooter Get(IInputFile file, FileStatus status)
    {
        if (Find(status) is { } known)
            return known;
        var footer = ParquetFooter.Read(file);
        lock (gate)
        {
            if (!entries.ContainsKey(status))
                entries.Add(status, byUse.AddFirst(new Entry(status, footer)));
            if (entries.Count > capacity)
            {
                entries.Remove(byUse.Last!.Value.Key);
                byUse.RemoveLast();
            }
        }

        return footer;
    }

    private ParquetFooter? Find(FileStatus status)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(status, out var node))
                return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Footer;
        }
    }
}
