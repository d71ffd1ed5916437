namespace Spindle.Sql.Commands;

/// <summary>Patterns of SHOW: <c>*</c> stands for any characters, <c>|</c> separates choices, case does not count.</summary>
internal static class NamePattern
{
    public static bool Matches(string name, string? pattern) => pattern is null
        || pattern.Split('|').Any(choice => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(choice.Trim(), name, ignoreCase: true));
}
