using System.Diagnostics;
using System.Globalization;

namespace Spindle.Executor;

/// <summary>
/// What the platform shows of an executor that has ended. A process that the kernel kills for its memory cannot say anything any more, so its peak is written down as it grows:
/// <code>
/// peak-bytes 498073600
/// the driver has ended the conversation
/// </code>
/// </summary>
/// <param name="path">The file; empty for none.</param>
internal sealed class LastWords(string path)
{
    // Not for every page: by a hundredth.
    private const int Steps = 100;

    private readonly Lock gate = new();
    private long peak;
    private string said = "";

    /// <summary>Writes the peak down where it has grown.</summary>
    public void Grown()
    {
        if (path.Length == 0)
            return;
        using var self = Process.GetCurrentProcess();
        lock (gate)
        {
            if (self.PeakWorkingSet64 - peak <= peak / Steps)
                return;
            peak = self.PeakWorkingSet64;
            Write();
        }
    }

    /// <summary>The last line of what was said is kept.</summary>
    public void Say(string text)
    {
        if (path.Length == 0)
            return;
        lock (gate)
        {
            said = text;
            Write();
        }
    }

    private void Write()
    {
        try
        {
            File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"peak-bytes {peak}\n{said}\n"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The log has it too.
        }
    }
}
