using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Scripts;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar.Statements;

/// <summary>
/// <c>BEGIN … END</c> and what stands inside. Statements and conditions are read to know where they end and whether they can be read at all; what is kept of them is their text.
/// </summary>
internal sealed class ScriptGrammar(SparkGrammar grammar) : Production(grammar)
{
    private readonly List<string> labels = [];

    /// <summary>True where a script begins: <c>BEGIN</c>, or a label before it.</summary>
    public bool AtScript => Cursor.At("BEGIN") || (AtLabel && Cursor.Peek(2).IsWord("BEGIN"));

    private bool AtLabel => Grammar.Names.AtName && Cursor.Peek().IsSymbol(":") && !Cursor.Peek(2).IsSymbol(":");

    public ScriptBlock Script()
    {
        var start = Cursor.Current.Start;
        return Block(AtLabel ? Label() : null, start);
    }

    private ScriptBlock Block(string? label, int start)
    {
        Cursor.Enter();
        Cursor.Expect("BEGIN");
        var conditions = new List<KeyValuePair<string, string>>();
        var handlers = new List<ScriptHandler>();
        var body = new List<ScriptNode>();
        while (!Cursor.At("END"))
        {
            if (Cursor.At("DECLARE") && Cursor.Peek().Text is "EXIT" or "CONTINUE" && Cursor.Peek(2).IsWord("HANDLER"))
                handlers.Add(Handler());
            else if (Cursor.At("DECLARE") && Cursor.Peek(2).IsWord("CONDITION"))
                conditions.Add(Condition());
            else
                body.Add(Node());
            Cursor.ExpectSymbol(";");
        }

        Close("END", null, label);
        Cursor.Leave();
        return new ScriptBlock(label, conditions.ToValueList(), handlers.ToValueList(), body.ToValueList(), Cursor.Since(start));
    }

    private ScriptNode Node()
    {
        var start = Cursor.Current.Start;
        var label = AtLabel ? Label() : null;
        switch (Cursor.Current.Text)
        {
            case "BEGIN":
                return Block(label, start);
            case "WHILE":
                return While(label, start);
            case "REPEAT":
                return Repeat(label, start);
            case "LOOP":
                return Loop(label, start);
            case "FOR":
                return For(label, start);
            case "IF":
                return If(start);
            case "CASE":
                return Case(start);
            case "LEAVE":
                Cursor.Advance();
                return new ScriptLeave(Known("LEAVE"), Cursor.Since(start));
            case "ITERATE":
                Cursor.Advance();
                return new ScriptIterate(Known("ITERATE"), Cursor.Since(start));
            case "SIGNAL":
                return Signal(start);
            default:
                var text = Text(() => Grammar.Statements.Statement());
                return new ScriptStatement(text, text.Origin);
        }
    }

    private ScriptIf If(int start)
    {
        Cursor.Expect("IF");
        var branches = new List<ScriptBranch>();
        do
        {
            var condition = Expression();
            Cursor.Expect("THEN");
            branches.Add(new ScriptBranch(condition, Body("ELSEIF", "ELSE", "END")));
        }
        while (Cursor.Accept("ELSEIF"));
        ValueList<ScriptNode>? otherwise = Cursor.Accept("ELSE") ? Body("END") : null;
        Cursor.ExpectWords("END", "IF");
        return new ScriptIf(branches.ToValueList(), otherwise, Cursor.Since(start));
    }

    private ScriptNode Case(int start)
    {
        Cursor.Expect("CASE");
        var subject = Cursor.At("WHEN") ? null : Expression();
        var branches = new List<ScriptBranch>();
        while (Cursor.Accept("WHEN"))
        {
            var condition = Expression();
            Cursor.Expect("THEN");
            branches.Add(new ScriptBranch(condition, Body("WHEN", "ELSE", "END")));
        }

        ValueList<ScriptNode>? otherwise = Cursor.Accept("ELSE") ? Body("END") : null;
        Cursor.ExpectWords("END", "CASE");
        return subject is null ? new ScriptIf(branches.ToValueList(), otherwise, Cursor.Since(start)) : new ScriptCase(subject, branches.ToValueList(), otherwise, Cursor.Since(start));
    }

    private ScriptLoop While(string? label, int start)
    {
        Cursor.Expect("WHILE");
        var condition = Expression();
        Cursor.Expect("DO");
        var body = Body("END");
        Close("END", "WHILE", label);
        return new ScriptLoop(label, condition, body, null, Cursor.Since(start));
    }

    private ScriptLoop Repeat(string? label, int start)
    {
        Cursor.Expect("REPEAT");
        var body = Body("UNTIL");
        Cursor.Expect("UNTIL");
        var condition = Expression();
        Close("END", "REPEAT", label);
        return new ScriptLoop(label, null, body, condition, Cursor.Since(start));
    }

    private ScriptLoop Loop(string? label, int start)
    {
        Cursor.Expect("LOOP");
        var body = Body("END");
        Close("END", "LOOP", label);
        return new ScriptLoop(label, null, body, null, Cursor.Since(start));
    }

    private ScriptFor For(string? label, int start)
    {
        Cursor.Expect("FOR");
        var variable = Cursor.Peek().IsWord("AS") ? Grammar.Names.Name("a variable") : null;
        if (variable is not null)
            Cursor.Expect("AS");
        var query = Text(() => Grammar.Queries.Query());
        Cursor.Expect("DO");
        var body = Body("END");
        Close("END", "FOR", label);
        return new ScriptFor(label, variable, query, body, Cursor.Since(start));
    }

    private ValueList<ScriptNode> Body(params ReadOnlySpan<string> ends)
    {
        var nodes = new List<ScriptNode>();
        while (!Cursor.AtAny(ends))
        {
            nodes.Add(Node());
            Cursor.ExpectSymbol(";");
        }

        return nodes.ToValueList();
    }

    // DECLARE EXIT|CONTINUE HANDLER FOR condition (, condition)* (BEGIN … END | statement)
    private ScriptHandler Handler()
    {
        Cursor.Expect("DECLARE");
        var continues = Cursor.Advance().Text == "CONTINUE";
        Cursor.ExpectWords("HANDLER", "FOR");
        var conditions = CommaSeparated(HandlerCondition);
        return new ScriptHandler(continues, conditions, Node());
    }

    private ScriptCondition HandlerCondition()
    {
        if (Cursor.Accept("SQLEXCEPTION"))
            return new ScriptCondition(ScriptConditionKind.Exception, "SQLEXCEPTION");
        if (Cursor.AcceptWords("NOT", "FOUND"))
            return new ScriptCondition(ScriptConditionKind.NotFound, "NOT FOUND");
        return Cursor.At("SQLSTATE") ? new ScriptCondition(ScriptConditionKind.SqlState, SqlState()) : new ScriptCondition(ScriptConditionKind.Named, string.Join(".", Grammar.Names.MultiPart("a condition")));
    }

    // DECLARE name CONDITION [FOR SQLSTATE 'state']
    private KeyValuePair<string, string> Condition()
    {
        Cursor.Expect("DECLARE");
        var name = Grammar.Names.Name("a condition");
        Cursor.Expect("CONDITION");
        return KeyValuePair.Create(name, Cursor.Accept("FOR") ? SqlState() : "45000");
    }

    // SIGNAL name | SQLSTATE 'state' [SET MESSAGE_TEXT = value]
    private ScriptSignal Signal(int start)
    {
        Cursor.Expect("SIGNAL");
        var condition = HandlerCondition();
        ScriptText? message = null;
        if (Cursor.AcceptWords("SET", "MESSAGE_TEXT"))
        {
            Cursor.ExpectSymbol("=");
            message = Expression();
        }

        return new ScriptSignal(condition, message, Cursor.Since(start));
    }

    private string SqlState()
    {
        Cursor.Expect("SQLSTATE");
        Cursor.Accept("VALUE");
        var token = Cursor.Current;
        var state = Grammar.Literals.Text();
        return state.Length == 5 && state.All(char.IsAsciiLetterOrDigit) ? state.ToUpperInvariant()
            : throw Cursor.Error(SyntaxErrors.InvalidSqlState, $"'{state}' is no SQLSTATE, which has five letters and digits", token.Origin);
    }

    private string Label()
    {
        var token = Cursor.Current;
        var label = Grammar.Names.Name("a label");
        Cursor.ExpectSymbol(":");
        if (labels.Contains(label, StringComparer.OrdinalIgnoreCase))
            throw Cursor.Error(SyntaxErrors.LabelExists, $"the label {label} is that of a block or loop around this one", token.Origin);
        labels.Add(label);
        return label;
    }

    private string Known(string statement)
    {
        var token = Cursor.Current;
        var label = Grammar.Names.Name("a label");
        return labels.Contains(label, StringComparer.OrdinalIgnoreCase) ? label
            : throw Cursor.Error(SyntaxErrors.UnknownLabel, $"{statement} names {label}, which is no block or loop around it", token.Origin);
    }

    // END [word] [label], where the label is that of the beginning.
    private void Close(string end, string? word, string? label)
    {
        Cursor.Expect(end);
        if (word is not null)
            Cursor.Expect(word);
        if (Grammar.Names.AtName)
        {
            var token = Cursor.Current;
            var closing = Grammar.Names.Name("a label");
            if (label is null)
                throw Cursor.Error(SyntaxErrors.EndLabelAlone, $"the label {closing} stands at the end and not at the beginning", token.Origin);
            if (!closing.Equals(label, StringComparison.OrdinalIgnoreCase))
                throw Cursor.Error(SyntaxErrors.LabelsMismatch, $"what begins as {label} ends as {closing}", token.Origin);
        }

        if (label is not null)
            labels.RemoveAt(labels.Count - 1);
    }

    private ScriptText Expression() => Text(() => Grammar.Expressions.Expression());

    private ScriptText Text<T>(Func<T> production)
    {
        var start = Cursor.Current.Start;
        production();
        return new ScriptText(Cursor.TextSince(start), Cursor.Since(start));
    }
}
