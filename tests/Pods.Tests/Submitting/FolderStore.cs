using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;

namespace Spindle.Pods.Tests.Submitting;

/// <summary>A bucket that is a dictionary.</summary>
internal sealed class FolderStore : IProgramStore
{
    public SortedDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>What it refuses everything with; null for nothing.</summary>
    public string? Refusal { get; set; }

    public void Put(string file, string path, CancellationToken cancel)
    {
        // A part of it is there all the same.
        Objects[path] = File.ReadAllBytes(file);
        Refuse();
    }

    public IReadOnlyList<string> Below(string folder)
    {
        Refuse();
        return [.. Objects.Keys.Where(k => k.StartsWith(folder + "/", StringComparison.Ordinal)).Select(k => k[(folder.Length + 1)..])];
    }

    public void Get(string path, string file)
    {
        Refuse();
        File.WriteAllBytes(file, Objects.TryGetValue(path, out var content) ? content : throw new SubmissionException($"there is no program at {path}"));
    }

    public void Delete(string path)
    {
        foreach (var key in Objects.Keys.Where(k => k == path || k.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            Objects.Remove(key);
    }

    private void Refuse()
    {
        if (Refusal is { } words)
            throw new SubmissionException(words);
    }
}
