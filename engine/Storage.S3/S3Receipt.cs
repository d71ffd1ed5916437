namespace Spindle.Storage.S3;

/// <summary>An upload that is whole and not yet completed: its id, its parts' tags, and where it goes, a line each.</summary>
internal sealed record S3Receipt(string Upload, string[] Tags, S3Path Path)
{
    public static S3Receipt Parse(string text)
    {
        var lines = text.Split('\n');
        return new S3Receipt(lines[0], lines[1].Split(' '), S3Path.Parse(lines[2]));
    }

    public override string ToString() => $"{Upload}\n{string.Join(' ', Tags)}\n{Path}";
}
