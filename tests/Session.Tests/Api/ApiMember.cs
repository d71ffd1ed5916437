namespace Spindle.Sql.Tests.Api;

/// <summary>A member of Spark's Python API with the parameters it has there.</summary>
internal sealed record ApiMember(string Type, string Name, IReadOnlyList<string> Parameters)
{
    /// <summary>As the document calls it: <c>DataFrame.toJSON</c>.</summary>
    public string FullName => $"{Type}.{Name}";

    /// <summary>Lines of type, member and parameters, under a line of headings.</summary>
    public static IReadOnlyList<ApiMember> Read(string path) => [.. File.ReadLines(path).Skip(1).Select(line => line.Split('\t')).Where(cells => cells.Length == 3)
        .Select(cells => new ApiMember(cells[0], cells[1], cells[2].Split(',', StringSplitOptions.RemoveEmptyEntries)))];
}
