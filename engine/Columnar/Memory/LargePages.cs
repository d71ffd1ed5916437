using System.Runtime.InteropServices;

namespace Spindle.Columnar.Memory;

/// <summary>
/// Asks the system to back large buffers with pages of 2 MiB: filling one takes a fault for each of them and not for every 4 KiB, and reading it out of order finds its addresses translated.
/// Only whole pages within a buffer are asked for, so that none takes more memory than is counted. Systems that do not know of it, or have it turned off, go on as ever.
/// </summary>
internal static unsafe partial class LargePages
{
    private const long Size = 2 << 20;
    private const int UseLargePages = 14;

    private static volatile bool areThere = OperatingSystem.IsLinux();

    public static void Advise(byte* pointer, long bytes)
    {
        var start = (nint)pointer + (nint)(Size - 1) & -(nint)Size;
        var end = (nint)pointer + (nint)bytes & -(nint)Size;
        if (!areThere || end <= start)
            return;
        try
        {
            // Advice: whatever it answers, the memory is there.
            _ = Advise((void*)start, (nuint)(end - start), UseLargePages);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            areThere = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
