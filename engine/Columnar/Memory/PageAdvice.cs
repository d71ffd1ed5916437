using System.Runtime.InteropServices;

namespace Spindle.Columnar.Memory;

/// <summary>
/// What the system is told of large buffers. Only whole pages of 2 MiB within a buffer are named, so that none takes more memory than is counted and none is split. Systems that do not know of it, or have
/// it turned off, go on as ever.
/// </summary>
internal static unsafe partial class PageAdvice
{
    private const long Size = 2 << 20;

    // As <sys/mman.h> of Linux numbers them.
    private const int Free = 8;
    private const int HugePage = 14;

    private static volatile bool isHeard = OperatingSystem.IsLinux();

    /// <summary>Pages of 2 MiB are asked for: filling one takes a fault for each of them and not for every 4 KiB, and reading it out of order finds its addresses translated.</summary>
    public static void UseLargePages(byte* pointer, long bytes) => Advise(pointer, bytes, HugePage);

    /// <summary>Nobody needs what is in the buffer: where memory is short the system may take pages, each until it is written to again.</summary>
    public static void MayBeTaken(byte* pointer, long bytes) => Advise(pointer, bytes, Free);

    private static void Advise(byte* pointer, long bytes, int advice)
    {
        var start = (nint)pointer + (nint)(Size - 1) & -(nint)Size;
        var end = (nint)pointer + (nint)bytes & -(nint)Size;
        if (!isHeard || end <= start)
            return;
        try
        {
            // Advice: whatever it answers, the memory is there.
            _ = Advise((void*)start, (nuint)(end - start), advice);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            isHeard = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
