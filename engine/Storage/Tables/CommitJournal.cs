using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Storage.Files;

namespace Spindle.Storage.Tables;

/// <summary>
/// What a job is about to do to a table, in a file <c>_commit-JOB</c> of the table's folder. Each form of it appears at once, so that a reader sees the old rows or the new ones, and never a
/// mixture, wherever the job may have died:
/// <code>
///  prepared     the files marked + are no part of the table yet, though some may be in their places
///  committed    the files marked - are no part of it any more, though some may still be there
///  no journal   the folder is the table
/// </code>
/// </summary>
/// <param name="Added">Paths below the table's folder.</param>
internal sealed record CommitJournal(string JobId, bool IsCommitted, IReadOnlyList<string> Added, IReadOnlyList<string> Replaced)
{
    private const string Prefix = "_commit-";
    private const string Prepared = "prepared";
    private const string Committed = "committed";

    public string Name => Prefix + JobId;

    /// <summary>Files that are there and do not count.</summary>
    public IReadOnlyList<string> Hidden => IsCommitted ? Replaced : Added;

    public static bool IsName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The journals among a folder's members.</summary>
    public static IReadOnlyList<CommitJournal> Among(IFileSystem fileSystem, IEnumerable<FileStatus> members)
    {
        List<CommitJournal>? found = null;
        foreach (var member in members)
            if (!member.IsFolder && IsName(member.Name) && TryRead(fileSystem, member.Path) is { } journal)
                (found ??= []).Add(journal);
        return found ?? (IReadOnlyList<CommitJournal>)[];
    }

    /// <summary>The journal at a path; null where it has gone.</summary>
    public static CommitJournal? TryRead(IFileSystem fileSystem, string path)
    {
        try
        {
            using var file = fileSystem.Open(path);
            var bytes = new byte[checked((int)file.Length)];
            file.ReadAt(0, bytes);
            var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new CommitJournal(FilePath.NameOf(path)[Prefix.Length..], lines is [Committed, ..], Marked(lines, '+'), Marked(lines, '-'));
        }
        catch (SpindleException error) when (error.ErrorClass == StorageErrors.FileNotExist)
        {
            return null;
        }
    }

    public void Write(IFileSystem fileSystem, string folder)
    {
        var text = new StringBuilder(IsCommitted ? Committed : Prepared).Append('\n');
        foreach (var path in Added)
            text.Append('+').Append(path).Append('\n');
        foreach (var path in Replaced)
            text.Append('-').Append(path).Append('\n');
        fileSystem.WriteAll(FilePath.Combine(folder, Name), Encoding.UTF8.GetBytes(text.ToString()));
    }

    public void Remove(IFileSystem fileSystem, string folder) => fileSystem.Delete(FilePath.Combine(folder, Name));

    private static List<string> Marked(string[] lines, char mark) => [.. lines.Where(l => l[0] == mark).Select(l => l[1..])];
}
