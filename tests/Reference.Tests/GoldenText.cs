using System.Text.RegularExpressions;

namespace Spindle.Reference.Tests;

/// <summary>Answers of commands as the golden files print them, after Hive: DESCRIBE in columns of 20 characters, SHOW TABLES and VIEWS as bare names, and what differs from run to run left out.</summary>
internal static partial class GoldenText
{
    private const string Described = "struct<col_name:string,data_type:string,comment:string>";

    /// <summary>The cells of one row as one line.</summary>
    public static string Line(string?[] cells, string schema, string sql) => schema switch
    {
        Described when SqlText.Verb(sql) is "DESCRIBE" or "DESC" => string.Join('\t', cells.Select(c => (c is null or "NULL" ? "" : c).PadRight(20))),
        "struct<namespace:string,tableName:string,isTemporary:boolean>" or "struct<namespace:string,viewName:string,isTemporary:boolean>" => cells[1]!,
        _ => string.Join('\t', cells),
    };

    /// <summary>The line without what no two runs have in common: times, users, folders.</summary>
    public static string Stable(string line, string warehouse)
    {
        if (line.Contains(warehouse, StringComparison.Ordinal))
            line = Location().Replace(line.Replace($"file:{warehouse}/", "{warehouse_dir}/", StringComparison.Ordinal), "Location [not included in comparison]/{warehouse_dir}/");
        return Changing().Replace(line, "$1 [not included in comparison]");
    }

    [GeneratedRegex(@"Location[:\s].*\{warehouse_dir\}/")]
    private static partial Regex Location();

    [GeneratedRegex(@"^(Created Time|Last Access|Created By)\b.*$")]
    private static partial Regex Changing();
}
