using System.Text;
using System.Text.RegularExpressions;

namespace Spindle.Storage.Files;

/// <summary>Paths with wildcards: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a]</c>, <c>{a,b}</c>, each within one part of the path.</summary>
public static class PathGlob
{
    public static bool IsGlob(string path) => path.AsSpan().IndexOfAny("*?[{") >= 0;

    /// <summary>What matches, in ordinal order; hidden members only where the pattern's part itself begins as they do.</summary>
    public static IReadOnlyList<FileStatus> Expand(IFileSystem fileSystem, string pattern)
    {
        var matches = new List<FileStatus>();
        foreach (var alternative in Alternatives(pattern))
        {
            var parts = alternative.Split('/');
            var fixedParts = parts.TakeWhile(p => !IsGlob(p)).Count();
            var root = string.Join('/', parts[..fixedParts]);
            if (root.Length == 0 && alternative.StartsWith('/'))
                root = "/";
            if (fixedParts == parts.Length)
            {
                if (fileSystem.Status(alternative) is { } status)
                    matches.Add(status);
            }
            else if (root.Length == 0 || fileSystem.Status(root) is { IsFolder: true })
                Match(fileSystem, root, parts, fixedParts, matches);
        }

        return [.. matches.DistinctBy(m => m.Path).OrderBy(m => m.Path, StringComparer.Ordinal)];
    }

    private static void Match(IFileSystem fileSystem, string folder, string[] parts, int depth, List<FileStatus> matches)
    {
        var expression = ExpressionOf(parts[depth]);
        foreach (var member in fileSystem.List(folder))
        {
            var name = member.Name;
            if (!expression.IsMatch(name) || (FilePath.IsHidden(name) && parts[depth][0] != name[0]))
                continue;
            if (depth == parts.Length - 1)
                matches.Add(member);
            else if (member.IsFolder)
                Match(fileSystem, member.Path, parts, depth + 1, matches);
        }
    }

    /// <summary>The pattern with its braces spelt out, so that alternatives may hold slashes.</summary>
    private static IEnumerable<string> Alternatives(string pattern)
    {
        var open = pattern.IndexOf('{');
        var close = open < 0 ? -1 : pattern.IndexOf('}', open);
        if (close < 0)
            return [pattern];
        return pattern[(open + 1)..close].Split(',').SelectMany(choice => Alternatives(pattern[..open] + choice + pattern[(close + 1)..]));
    }

    private static Regex ExpressionOf(string part)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < part.Length; i++)
        {
            var close = part[i] == '[' ? part.IndexOf(']', i + 1) : -1;
            if (part[i] == '*')
                text.Append(".*");
            else if (part[i] == '?')
                text.Append('.');
            else if (close > i + 1)
            {
                var members = part[(i + 1)..close];
                var negated = members[0] is '^' or '!';
                text.Append(negated ? "[^" : "[").Append((negated ? members[1..] : members).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                i = close;
            }
            else if (part[i] == '\\' && i + 1 < part.Length)
                text.Append(Regex.Escape(part[++i].ToString()));
            else
                text.Append(Regex.Escape(part[i].ToString()));
        }

        return new Regex(text.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }
}
