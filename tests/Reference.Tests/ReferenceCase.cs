namespace Spindle.Reference.Tests;

/// <summary>A statement and what Spark answers.</summary>
/// <param name="Family">The group of functions, or the golden file.</param>
/// <param name="Id">Its place: line of the file of cases, or number in the golden file.</param>
/// <param name="Schema">The result's schema as Spark writes it; null where an error is expected.</param>
/// <param name="Rows">Values of a row joined by tabs; empty where an error is expected.</param>
/// <param name="Ordered">True where the rows' order counts.</param>
internal sealed record ReferenceCase(string Family, int Id, string Sql, string? Schema, IReadOnlyList<string> Rows, bool Ordered, ExpectedError? Error);

/// <param name="Start">First character of the fragment that Spark marks, from 1; 0 where it marks none or it is not compared.</param>
/// <param name="Stop">Last character of it.</param>
internal sealed record ExpectedError(string Class, string SqlState, int Start = 0, int Stop = 0);

internal enum Verdict
{
    Passed,
    Failed,
    NotApplicable,
}

internal sealed record Outcome(ReferenceCase Case, Verdict Verdict, string Found);
