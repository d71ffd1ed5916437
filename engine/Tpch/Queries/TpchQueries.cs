using System.Globalization;

namespace Spindle.Tpch.Queries;

/// <summary>The benchmark's 22 queries with the parameters that its validation prescribes.</summary>
public static class TpchQueries
{
    public const int Count = 22;

    /// <summary>The text of query <paramref name="number"/>, 1 to 22.</summary>
    public static string Text(int number) => Resource($"q{number:00}.sql");

    internal static string Resource(string name)
    {
        using var stream = typeof(TpchQueries).Assembly.GetManifestResourceStream("Queries/" + name)
            ?? throw new ArgumentOutOfRangeException(nameof(name), name, string.Create(CultureInfo.InvariantCulture, $"the queries are 1 to {Count}"));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
