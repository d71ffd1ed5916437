using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>SET, RESET, USE, and what concerns cached tables.</summary>
internal sealed class SessionStatements(SparkGrammar grammar) : Production(grammar)
{
    public const string TimeZoneKey = "spark.sql.session.timeZone";

    // SET | SET key | SET key = value | SET TIME ZONE …: keys and values are free text up to the end.
    public LogicalPlan Set()
    {
        var start = Cursor.Expect("SET").Start;
        if (Cursor.AcceptWords("TIME", "ZONE"))
            return new SetSetting(TimeZoneKey, Zone()).At(Cursor.Since(start));
        if (Cursor.AtAny("VARIABLE", "VAR") && (Grammar.Names.IsName(Cursor.Peek()) || Cursor.Peek().IsSymbol("(")))
        {
            Cursor.Advance();
            return new Variables(Grammar).Set(start);
        }

        if (Grammar.Settings.InScript && (Cursor.AtSymbol("(") || AtVariable))
            return new Variables(Grammar).Set(start);
        var (key, value) = Assignment();
        return new SetSetting(key, value).At(Cursor.Since(start));
    }

    public LogicalPlan Reset()
    {
        var start = Cursor.Expect("RESET").Start;
        var key = Assignment().Key;
        return new ResetSetting(key).At(Cursor.Since(start));
    }

    public LogicalPlan Use()
    {
        var start = Cursor.Expect("USE").Start;
        if (Cursor.AtAny("DATABASE", "SCHEMA", "NAMESPACE") && (Grammar.Names.IsName(Cursor.Peek()) || Cursor.Peek().Kind == TokenKind.DoubleQuotedText))
            Cursor.Advance();
        return new UseDatabase(Grammar.Names.MultiPart("a database")).At(Cursor.Since(start));
    }

    public LogicalPlan Cache()
    {
        var start = Cursor.Expect("CACHE").Start;
        var lazy = Cursor.Accept("LAZY");
        Cursor.Expect("TABLE");
        var name = Grammar.Names.MultiPart("a table");
        if (Cursor.Accept("OPTIONS"))
            Grammar.Statements.Properties();
        LogicalPlan? query = null;
        string? text = null;
        if (Cursor.Accept("AS") || Grammar.Queries.AtQuery)
        {
            var queryStart = Cursor.Current.Start;
            query = Grammar.Queries.Query();
            text = Cursor.TextSince(queryStart);
        }

        return new CacheTable(name, query, text, lazy).At(Cursor.Since(start));
    }

    public LogicalPlan Uncache()
    {
        var start = Cursor.Expect("UNCACHE").Start;
        Cursor.Expect("TABLE");
        var ifExists = Cursor.AcceptWords("IF", "EXISTS");
        return new UncacheTable(Grammar.Names.MultiPart("a table"), ifExists).At(Cursor.Since(start));
    }

    public LogicalPlan Clear()
    {
        var start = Cursor.Expect("CLEAR").Start;
        Cursor.Expect("CACHE");
        return new ClearCache().At(Cursor.Since(start));
    }

    public LogicalPlan Refresh()
    {
        var start = Cursor.Expect("REFRESH").Start;
        if (Cursor.Accept("FUNCTION"))
            return new RefreshFunction(Grammar.Names.MultiPart("a function")).At(Cursor.Since(start));
        Cursor.Expect("TABLE");
        return new RefreshTable(Grammar.Names.MultiPart("a table")).At(Cursor.Since(start));
    }

    private bool AtVariable => Grammar.Names.AtName && (Cursor.Peek().IsSymbol("=") || (Cursor.Peek().IsSymbol(".") && Cursor.Peek(3).IsSymbol("=")));

    private string Zone()
    {
        if (Cursor.Accept("LOCAL"))
            return "LOCAL";
        if (Grammar.Literals.AtText)
            return Grammar.Literals.Text();
        if (!Grammar.Intervals.AtInterval)
            throw Cursor.Unexpected("LOCAL", "a string", "an interval");
        var interval = Grammar.Intervals.Interval();
        if (interval.Value is not long micros || Math.Abs(micros) > 18 * Columnar.Time.TimeUnits.MicrosPerHour)
            throw Cursor.SyntaxError("a time zone's offset is an interval of hours and minutes of at most 18 hours", interval.Origin);
        var seconds = Math.Abs(micros) / Columnar.Time.TimeUnits.MicrosPerSecond;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(micros < 0 ? '-' : '+')}{seconds / 3_600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    private (string? Key, string? Value) Assignment()
    {
        var keyStart = Cursor.Current.Start;
        while (!AtEnd && !Cursor.AtSymbol("="))
            Cursor.Advance();
        var key = Unquoted(Cursor.Text[keyStart..Cursor.Current.Start].Trim());
        if (AtEnd)
            return (key.Length == 0 ? null : key, null);
        if (key.Length == 0)
            throw Cursor.Unexpected("a setting's name");
        Cursor.Advance();
        var valueStart = Cursor.Current.Start;
        while (!AtEnd)
            Cursor.Advance();
        return (key, Unquoted(Cursor.Text[valueStart..Cursor.Current.Start].Trim()));
    }

    private bool AtEnd => Cursor.Current.Kind == TokenKind.End || Cursor.AtSymbol(";");

    private static string Unquoted(string text) => text.Length > 1 && text[0] == '`' && text[^1] == '`' ? TextLiterals.Name(text) : text;
}
