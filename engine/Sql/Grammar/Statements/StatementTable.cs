using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing.Lexing;
using Spindle.Sql.Parsing.Literals;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>Statements by their first word.</summary>
internal sealed class StatementTable : Production
{
    private readonly Dictionary<string, Func<LogicalPlan>> statements;

    // Spark's statements that this grammar leaves out, told from mistyped words.
    private static readonly string[] Unsupported =
    [
        "ANALYZE", "CALL", "COMMENT", "GRANT", "LOAD", "MSCK", "REPAIR", "REVOKE", "ADD", "LIST", "EXPORT", "IMPORT", "LOCK", "UNLOCK",
    ];

    public StatementTable(SparkGrammar grammar)
        : base(grammar)
    {
        var definitions = new Definitions(grammar);
        var insertions = new Insertions(grammar);
        var showing = new ShowStatements(grammar);
        var session = new SessionStatements(grammar);
        var changes = new RowChanges(grammar);
        var variables = new Variables(grammar);
        Tables = definitions;
        statements = new(StringComparer.Ordinal)
        {
            ["SELECT"] = Query,
            ["WITH"] = With,
            ["VALUES"] = Query,
            ["TABLE"] = Query,
            ["FROM"] = Query,
            ["CREATE"] = definitions.Create,
            ["REPLACE"] = definitions.Create,
            ["DROP"] = definitions.Drop,
            ["ALTER"] = new Alterations(grammar, definitions).Alter,
            ["INSERT"] = insertions.Insert,
            ["TRUNCATE"] = insertions.Truncate,
            ["SHOW"] = showing.Show,
            ["DESCRIBE"] = showing.Describe,
            ["DESC"] = showing.Describe,
            ["EXPLAIN"] = showing.Explain,
            ["SET"] = session.Set,
            ["RESET"] = session.Reset,
            ["USE"] = session.Use,
            ["CACHE"] = session.Cache,
            ["UNCACHE"] = session.Uncache,
            ["CLEAR"] = session.Clear,
            ["REFRESH"] = session.Refresh,
            ["UPDATE"] = changes.Update,
            ["DELETE"] = changes.Delete,
            ["MERGE"] = changes.Merge,
            ["DECLARE"] = variables.Declare,
            ["EXECUTE"] = variables.Execute,
        };
        Insertions = insertions;
    }

    private Insertions Insertions { get; }

    private Definitions Tables { get; }

    /// <summary>One statement of any kind.</summary>
    public LogicalPlan Statement()
    {
        Cursor.Enter();
        var token = Cursor.Current;
        LogicalPlan plan;
        if (new ScriptGrammar(Grammar).AtScript)
            plan = Script(token.Start);
        else if (token.IsSymbol("("))
            plan = Query();
        else if (token.Kind == TokenKind.Word && statements.TryGetValue(token.Text, out var production))
            plan = production();
        else if (token.Kind == TokenKind.Word && Array.IndexOf(Unsupported, token.Text) >= 0)
            throw Cursor.Error(SyntaxErrors.UnsupportedStatement, $"{token.Text} statements are not supported", token.Origin);
        else
            throw Cursor.Unexpected([.. statements.Keys]);
        Cursor.Leave();
        return plan;
    }

    /// <summary><c>(key = value, …)</c>; keys are names or strings, values constants.</summary>
    public ValueList<KeyValuePair<string, string>> Properties() => Tables.Properties();

    // What names and parameters say is asked when a statement's turn comes: here only its form counts.
    private RunScript Script(int start)
    {
        var inside = new SparkGrammar(Cursor.Text, Grammar.Settings with { InScript = true, NameText = _ => "name" }) { Cursor = { Position = Cursor.Position } };
        var script = new ScriptGrammar(inside).Script();
        Cursor.Position = inside.Cursor.Position;
        return new RunScript(script).At(Cursor.Since(start));
    }

    private LogicalPlan Query() => Grammar.Queries.Query();

    // WITH may stand before INSERT: the common tables are then the inserted query's.
    private LogicalPlan With()
    {
        var plan = Grammar.Queries.With(() => Cursor.At("INSERT") ? Insertions.Insert() : Grammar.Queries.Query());
        return plan.Child is InsertInto insert ? insert with { Query = plan with { Child = insert.Query } } : plan;
    }
}
