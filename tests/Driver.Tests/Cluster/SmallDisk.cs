using System.Diagnostics;
using Spindle.Testing;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>A file system of its own, of so many bytes, that a test can fill. Only a user who may mount has one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string filler;

    private SmallDisk(string folder)
    {
        Folder = folder;
        filler = Path.Combine(folder, "filler");
    }

    public string Folder { get; }

    /// <summary>What lies there besides the filler.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFileSystemEntries(Folder).Where(f => f != filler);

    /// <summary>Null, with a line that says so, where this user may not mount.</summary>
    /// <param name="size">As mount takes it: 64k.</param>
    public static SmallDisk? TryMount(string size)
    {
        var folder = Directory.CreateTempSubdirectory("spindle-small-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "none", folder))
            return new SmallDisk(folder);
        Directory.Delete(folder);
        Skipped.Say("a full disk: this user may not mount a small one");
        return null;
    }

    /// <summary>Leaves no byte of room.</summary>
    public void Fill()
    {
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 1 << 20, 1 << 12 })
        {
            try
            {
                for (var block = new byte[size]; ;)
                    file.Write(block);
            }
            catch (IOException)
            {
                // Full, to the size of a block.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Clear() => File.Delete(filler);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
