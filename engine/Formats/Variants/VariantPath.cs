using System.Text;

namespace Spindle.Formats.Variants;

/// <summary>A step into a variant: a field's name, or an element's position where there is no name.</summary>
public readonly record struct VariantStep(string? Name, int Index)
{
    public byte[]? NameBytes { get; } = Name is null ? null : Encoding.UTF8.GetBytes(Name);
}

/// <summary>A path into a variant: <c>$.a[0]['b c']</c>.</summary>
public sealed class VariantPath
{
    private VariantPath(IReadOnlyList<VariantStep> steps) => Steps = steps;

    public IReadOnlyList<VariantStep> Steps { get; }

    /// <summary>Reads a path; null where the text is none.</summary>
    public static VariantPath? TryParse(string text)
    {
        if (!text.StartsWith('$'))
            return null;
        var steps = new List<VariantStep>();
        for (var at = 1; at < text.Length;)
        {
            var step = text[at] == '.' ? Named(text, ref at) : text[at] == '[' ? Bracketed(text, ref at) : null;
            if (step is null)
                return null;
            steps.Add(step.Value);
        }

        return new VariantPath(steps);
    }

    /// <summary>Goes to the path's end; false where something on the way is missing.</summary>
    public bool TryFollow(VariantValue value, out VariantValue found)
    {
        found = value;
        foreach (var step in Steps)
        {
            if (step.NameBytes is { } name)
            {
                if (found.Kind != VariantKind.Object || found.Find(name) is var field && field < 0)
                    return false;
                found = found.Member(field);
            }
            else
            {
                if (found.Kind != VariantKind.Array || step.Index >= found.Count)
                    return false;
                found = found.Member(step.Index);
            }
        }

        return true;
    }

    /// <summary>The path up to and without a step.</summary>
    public string Prefix(int steps)
    {
        var text = new StringBuilder("$");
        foreach (var step in Steps.Take(steps))
            _ = step.Name is null ? text.Append('[').Append(step.Index).Append(']') : text.Append('.').Append(step.Name);
        return text.ToString();
    }

    private static VariantStep? Named(string text, ref int at)
    {
        var start = ++at;
        while (at < text.Length && text[at] is not ('.' or '['))
            at++;
        return at > start ? new VariantStep(text[start..at], -1) : null;
    }

    private static VariantStep? Bracketed(string text, ref int at)
    {
        at++;
        if (at < text.Length && text[at] is '\'' or '"')
        {
            var quote = text[at];
            var end = text.IndexOf(quote, at + 1);
            if (end < 0 || end + 1 >= text.Length || text[end + 1] != ']')
                return null;
            var name = text[(at + 1)..end];
            at = end + 2;
            return name.Length > 0 ? new VariantStep(name, -1) : null;
        }

        var close = text.IndexOf(']', at);
        if (close < 0 || !int.TryParse(text.AsSpan(at, close - at), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index))
            return null;
        at = close + 1;
        return new VariantStep(null, index);
    }
}
