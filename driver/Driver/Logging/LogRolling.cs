namespace Spindle.Driver.Logging;

/// <summary>When an event log goes on in another file.</summary>
/// <param name="FileBytes">Bytes of a file past which the next one begins (<c>spindle.eventLog.rolling.maxFileSize</c>).</param>
/// <param name="Retained">Files kept; older ones are removed (<c>spindle.eventLog.rolling.maxFilesToRetain</c>).</param>
/// <param name="SeenWithin">How long events may lie unseen where files are seen only when they are closed.</param>
public sealed record LogRolling(long FileBytes, int Retained, TimeSpan SeenWithin)
{
    public static readonly LogRolling None = new(long.MaxValue, int.MaxValue, TimeSpan.FromSeconds(10));
}
