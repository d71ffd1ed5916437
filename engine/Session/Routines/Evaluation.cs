using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql.Routines;

/// <summary>Values that statements need before they can run: queries of at most one row.</summary>
internal sealed class Evaluation(Session session, string text)
{
    /// <summary>The values of expressions over no row.</summary>
    public IReadOnlyList<Literal> Values(IEnumerable<Expression> expressions) =>
        Row(new Project(expressions.Select((e, i) => (Expression)new UnresolvedAlias(e, [$"_{i}"])).ToValueList(), Plans.Logical.Values.OneRow))!;

    /// <summary>The value of an expression over no row.</summary>
    public Literal Value(Expression expression) => Values([expression])[0];

    /// <summary>The one row of a query; null where it has none.</summary>
    public IReadOnlyList<Literal>? Row(LogicalPlan plan)
    {
        var frame = new DataFrame(session, plan, text);
        var fields = frame.Schema.Fields;
        List<Literal>? row = null;
        foreach (var batch in frame.Batches())
        {
            if (batch.Rows == 0)
                continue;
            if (row is not null || batch.Rows > 1)
                throw new SpindleException(SessionErrors.TooManyRows, "the query gives more than one row where one row's values are taken");
            row = [.. fields.Select((f, i) => new Literal(batch[i].Read(batch.Lane(0)), f.Type))];
        }

        return row;
    }

    /// <summary>A constant text, as EXECUTE IMMEDIATE runs and IDENTIFIER names.</summary>
    /// <exception cref="SpindleException">A subquery, a column or chance decides it.</exception>
    public static bool IsConstant(Expression expression) => !expression.SelfAndDescendants().Any(e => e is SubqueryExpression);

    /// <summary>The text inside <c>IDENTIFIER(…)</c>.</summary>
    public string NameText(Expression expression)
    {
        SpindleException Error(string kind, string message, string form) => new(new ErrorClass("NOT_A_CONSTANT_STRING." + kind, "42601"), message, expression.Origin,
            parameters: new Dictionary<string, string> { ["name"] = "IDENTIFIER", ["expr"] = form });

        LogicalPlan analyzed;
        try
        {
            analyzed = session.State.Compiler.Analyze(new Project([new UnresolvedAlias(expression, ["_0"])], Plans.Logical.Values.OneRow), text);
        }
        catch (SpindleException) when (!IsConstant(expression))
        {
            throw Error("NOT_CONSTANT", "IDENTIFIER takes a constant text, not a subquery.", expression.Sql);
        }

        var value = analyzed.Expressions[0];
        if (!IsConstant(value) || !value.IsDeterministic)
            throw Error("NOT_CONSTANT", $"IDENTIFIER takes a constant text, not {expression.Sql}.", expression.Sql);
        if (value.Type is not StringType)
            throw Error("WRONG_TYPE", $"IDENTIFIER takes a constant text, not {value.Type.Sql}.", expression.Sql);
        return Value(expression).Value is ByteString name ? name.ToString() : throw Error("NULL", "IDENTIFIER takes a text that is not NULL.", expression.Sql);
    }
}
