using Spindle.Columnar.Errors;
using Spindle.Plans.Expressions;

namespace Spindle.Sql.Parsing.Grammar.Expressions;

/// <summary><c>:name</c> and <c>?</c> → the value that is given for them. One statement has one kind of them.</summary>
internal sealed class Parameters(SparkGrammar grammar) : Production(grammar)
{
    private int positions;
    private bool named;

    /// <summary>True where a parameter stands.</summary>
    public bool AtParameter => Cursor.AtSymbol("?") || (Cursor.AtSymbol(":") && Grammar.Names.IsName(Cursor.Peek()));

    public Expression Parameter()
    {
        var start = Cursor.Advance().Start;
        if (Cursor.Previous.IsSymbol("?"))
            return Positional(start);
        // A marker's name is a word of its own, never an IDENTIFIER clause.
        var name = Cursor.Text[Cursor.Current.Start..Cursor.Advance().Stop].Trim('`');
        return Named(name, start);
    }

    private Expression Positional(int start)
    {
        if (named)
            throw Mixed();
        var values = Grammar.Settings.Parameters?.Values;
        return values is not null && positions < values.Count ? values[positions++].Value with { Origin = Cursor.Since(start) } : throw Unbound($"_{start}", start);
    }

    private Expression Named(string name, int start)
    {
        if (Cursor.AtSymbol("("))
            throw Cursor.Unexpected("an operator");
        if (positions > 0)
            throw Mixed();
        named = true;
        if (Grammar.Settings.Parameters is not { } given)
            throw Unbound(name, start);
        var nameless = given.Values.Where(v => v.Name is null).ToList();
        if (nameless.Count > 0)
        {
            var expressions = string.Join(", ", nameless.Select(v => $"\"{v.Text}\""));
            throw new SpindleException(SyntaxErrors.AllParametersMustBeNamed, $"the statement has named parameters, but {expressions} are given without a name",
                parameters: new Dictionary<string, string> { ["exprs"] = expressions }) { SqlText = Cursor.Text };
        }

        return given.Values.FirstOrDefault(v => string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase)) is { } found ? found.Value with { Origin = Cursor.Since(start) } : throw Unbound(name, start);
    }

    private SpindleException Mixed() => new(SyntaxErrors.MixedParameters, "a statement's parameters are all named or all positional, not some of each") { SqlText = Cursor.Text };

    private SpindleException Unbound(string name, int start) => new(SyntaxErrors.UnboundParameter, $"no value is given for the parameter {name}", Cursor.Since(start),
        parameters: new Dictionary<string, string> { ["name"] = name }) { SqlText = Cursor.Text };
}
