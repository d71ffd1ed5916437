namespace Spindle.Differential.Tests.Answers;

/// <summary>
/// What an engine answered: rows of canonical values, or an error. A value is null, a text with its kind before a colon (<c>n:1.5</c>, <c>s:abc</c>), a double, or a
/// <see cref="NestedValue"/>.
/// </summary>
public sealed record Answer(IReadOnlyList<IReadOnlyList<object?>> Rows, string? ErrorClass = null, string? Error = null)
{
    public bool Failed => Error is not null;

    public static Answer OfError(string errorClass, string error) => new([], errorClass, error);

    /// <summary>The first rows as text, for people.</summary>
    public string Show(int rows = 12) => Failed
        ? $"error {ErrorClass}: {Error}"
        : $"{Rows.Count} rows\n" + string.Join("\n", Rows.Take(rows).Select(r => "  " + string.Join(" | ", r.Select(CanonicalValue.Show)))) + (Rows.Count > rows ? "\n  …" : "");
}
