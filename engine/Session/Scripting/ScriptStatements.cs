using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Scripts;
using Spindle.Sql.Objects;
using Spindle.Sql.Parsing;
using Spindle.Sql.Routines;
using Spindle.Sql.Running;

namespace Spindle.Sql.Scripting;

/// <summary>What a script does: its statements run and its expressions are asked, each read when its turn comes.</summary>
internal sealed class ScriptStatements(Session session)
{
    /// <summary>What the last query gave; null where none ran yet.</summary>
    public (StructType Schema, List<IReadOnlyList<object?>> Rows)? Last { get; private set; }

    public void Run(ScriptText statement)
    {
        var text = statement.Text;
        var plan = QueryCompiler.Guarded(text, () => SqlParser.ParseStatement(text, Settings(text)));
        var frame = session.Run(plan, text);
        // What a query gives is taken now, while the variables that it reads are there; what a command shows is no result of the script.
        var rows = Rows(frame);
        if (plan is not Command || plan is ExecuteImmediate { Into.Count: 0 })
            Last = (frame.Schema, rows);
    }

    /// <summary>True where a condition holds; false and NULL do not.</summary>
    public bool Holds(ScriptText condition)
    {
        var value = Value(condition.Text);
        return value.Type is BooleanType or NullType ? value.Value is true : throw new SpindleException(new ErrorClass("INVALID_BOOLEAN_STATEMENT", "22546"),
            $"{condition.Text} is {value.Type.Sql} where a condition is asked for", parameters: new Dictionary<string, string> { ["invalidStatement"] = condition.Text });
    }

    /// <summary>True where a value equals the subject of a CASE.</summary>
    public bool Equal(ScriptText subject, ScriptText value) => Value($"({subject.Text}) = ({value.Text})").Value is true;

    /// <summary>The value of an expression as text; null for NULL.</summary>
    public string? Text(ScriptText expression) => Value(expression.Text).Value?.ToString();

    /// <summary>The rows of a query, each as the variables that its columns are.</summary>
    public List<List<Variable>> Variables(ScriptText query)
    {
        var text = query.Text;
        var frame = session.Run(QueryCompiler.Guarded(text, () => SqlParser.ParseQuery(text, Settings(text))), text);
        var fields = frame.Schema.Fields;
        return [.. Rows(frame).Select(r => r.Select((v, i) => new Variable(fields[i].Name, fields[i].Type, new Literal(v, fields[i].Type), null)).ToList())];
    }

    private Literal Value(string text) => QueryCompiler.Guarded(text, () => new Evaluation(session, text).Value(SqlParser.ParseExpression(text, Settings(text))));

    private ParserSettings Settings(string text) => session.State.ParserSettings(session, text) with { InScript = true };

    private static List<IReadOnlyList<object?>> Rows(DataFrame frame)
    {
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var batch in frame.Batches())
            for (var row = 0; row < batch.Rows; row++)
                rows.Add([.. Enumerable.Range(0, batch.Columns.Length).Select(c => batch[c].Read(batch.Lane(row)))]);
        return rows;
    }
}
