namespace Spindle.Sql.Running;

/// <summary>A terminal that progress is shown on: its error stream, so that results may be piped.</summary>
/// <param name="Width">Characters of a line.</param>
internal sealed record ProgressTerminal(TextWriter Writer, int Width)
{
    /// <summary>The process's terminal; null where nobody looks at one.</summary>
    public static ProgressTerminal? OfProcess()
    {
        if (Console.IsErrorRedirected)
            return null;
        var width = Console.WindowWidth;
        return new ProgressTerminal(Console.Error, width > 0 ? width : 80);
    }
}
