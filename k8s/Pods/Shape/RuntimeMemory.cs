using System.Globalization;
using Spindle.Pods.Settings;

namespace Spindle.Pods.Shape;

/// <summary>How a container's memory is shared out: the budget of tasks and blocks is native memory, and what is over is for the runtime's objects and for the runtime itself.</summary>
internal static class RuntimeMemory
{
    // Code, stacks, buffers of the network.
    private const long Runtime = 128L << 20;
    private const long LeastHeap = 48L << 20;

    /// <summary>Bytes of objects that the garbage collector keeps to.</summary>
    public static long Heap(RoleSettings role) => Math.Max(LeastHeap, Math.Max(role.Overhead / 2, role.Overhead - Runtime));

    /// <summary>What the runtime is told: as many processors as the setting says and not as many as the node has.</summary>
    public static void Tell(PodBuilder pod, RoleSettings role)
    {
        pod.Variable("DOTNET_GCHeapHardLimit", Heap(role).ToString("X", CultureInfo.InvariantCulture));
        pod.Variable("DOTNET_gcServer", "0");
        pod.Variable("DOTNET_PROCESSOR_COUNT", Math.Max(1, role.Cores).ToString(CultureInfo.InvariantCulture));
        // Nothing in the container may be written but its volumes.
        pod.Variable("DOTNET_EnableDiagnostics", "0");
        // Each thread's own arena would keep what others could use.
        pod.Variable("MALLOC_ARENA_MAX", "2");
    }
}
