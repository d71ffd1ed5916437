namespace Spindle.Cli;

/// <summary>Goes through a command line, option by option.</summary>
internal sealed class Arguments(IReadOnlyList<string> words)
{
    private int next;
    private string? attached;

    public bool IsAtEnd => next >= words.Count;

    /// <summary>The next option; a value written with it (<c>--master=local</c>) is kept for <see cref="Value"/>.</summary>
    public string Option()
    {
        var word = words[next++];
        attached = null;
        if (word.StartsWith("--", StringComparison.Ordinal) && word.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
        {
            attached = word[(at + 1)..];
            word = word[..at];
        }

        return word;
    }

    /// <summary>The value of the option just read.</summary>
    public string Value(string option, string what) =>
        attached ?? (next < words.Count ? words[next++] : throw new UsageException($"{option} needs {what}"));

    /// <summary>A value of the form <c>name=value</c>.</summary>
    public (string Name, string Value) Pair(string option, string what)
    {
        var text = Value(option, what);
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (text[..at], text[(at + 1)..]) : throw new UsageException($"{option} takes {what}, not '{text}'");
    }

    public static UsageException Unknown(string option, string command) => new($"{command} has no option '{option}'; see spindle --help");
}
