using System.Globalization;
using Spindle.Testing;

namespace Spindle.Driver.Tests.Cluster;

/// <summary>A control group in which there is no memory to be had: the kernel ends a process that is put there when it asks for its next page. Only a user who may make groups has one.</summary>
internal sealed class SmallMemory : IDisposable
{
    // The memory controller's own hierarchy, and the one of all controllers.
    private static readonly (string Root, string Limit, string Events)[] Versions =
    [
        ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.oom_control"),
        ("/sys/fs/cgroup", "memory.max", "memory.events"),
    ];

    private readonly string group;
    private readonly string events;

    private SmallMemory(string group, string events)
    {
        this.group = group;
        this.events = Path.Combine(group, events);
    }

    /// <summary>How many processes the kernel has ended for their memory.</summary>
    public int Kills => int.Parse(File.ReadLines(events).First(l => l.StartsWith("oom_kill ", StringComparison.Ordinal))["oom_kill ".Length..], CultureInfo.InvariantCulture);

    /// <summary>Null, with a line that says so, where this user may make no groups.</summary>
    public static SmallMemory? TryCreate()
    {
        foreach (var (root, limit, events) in Versions)
        {
            var group = Path.Combine(root, $"spindle-test-{Guid.NewGuid():N}");
            try
            {
                if (!File.Exists(Path.Combine(root, "cgroup.procs")))
                    continue;
                Directory.CreateDirectory(group);
                File.WriteAllText(Path.Combine(group, limit), "4096");
                var memory = new SmallMemory(group, events);
                _ = memory.Kills;
                return memory;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                if (Directory.Exists(group))
                    Directory.Delete(group);
            }
        }

        Skipped.Say("an executor that the kernel ends for its memory: this user may make no control group");
        return null;
    }

    /// <summary>Puts a process there.</summary>
    public void Take(int process) => File.WriteAllText(Path.Combine(group, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));

    public void Dispose() => ProbedCluster.Await(TryRemove, "the processes of the control group to end");

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(group);
            return true;
        }
        catch (IOException)
        {
            // A process that was ended is there until its parent has heard of it.
            return false;
        }
    }
}
