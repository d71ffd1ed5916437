using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Parsing;

namespace Spindle.Sql.Routines;

/// <summary>EXECUTE IMMEDIATE: a statement that a text says, with values for its parameters.</summary>
internal sealed class DynamicStatement(Session session, string text)
{
    private readonly Evaluation evaluation = new(session, text);

    /// <summary>The statement's result; an empty one where it goes into variables.</summary>
    public DataFrame Run(ExecuteImmediate command)
    {
        var statement = Text(command.Statement);
        var parameters = new StatementParameters(command.Using.Select(a => new StatementParameter(Value(a.Value), a.Name, a.Text)).ToValueList());
        var plan = Parsed(statement, parameters);
        if (command.Into.Count == 0)
            return session.Run(plan, statement);
        if (plan is Command)
        {
            throw new SpindleException(SessionErrors.NoQueryForInto, "EXECUTE IMMEDIATE … INTO takes a query",
                parameters: new Dictionary<string, string> { ["sqlString"] = statement.ToUpperInvariant() });
        }

        // What is wrong with the query is an error of its own text, what does not fit a variable one of this.
        QueryCompilerGuard(statement, plan);
        new VariableChanges(session, text).Fill(command.Into, plan, command.Origin);
        return session.Nothing(text);
    }

    private void QueryCompilerGuard(string statement, LogicalPlan plan) => session.State.Compiler.Analyze(plan, statement);

    private LogicalPlan Parsed(string statement, StatementParameters parameters)
    {
        try
        {
            return SqlParser.ParseStatement(statement, session.State.ParserSettings(session, statement) with { Parameters = parameters });
        }
        catch (SpindleException error) when (error.ErrorClass == ErrorClasses.ParseSyntaxError)
        {
            throw new SpindleException(error.ErrorClass, error.Message, new Origin(0, statement.Length), error, error.Parameters) { SqlText = statement, Hint = error.Hint };
        }
    }

    private string Text(Expression expression)
    {
        var value = Value(expression);
        if (value.Type is not StringType)
        {
            throw new SpindleException(SessionErrors.StatementType, $"EXECUTE IMMEDIATE runs a text, not {value.Type.Sql}",
                parameters: new Dictionary<string, string> { ["exprType"] = $"\"{value.Type.Sql}\"" });
        }

        return value.Value is ByteString statement ? statement.ToString() : throw new SpindleException(SessionErrors.NullStatement, "EXECUTE IMMEDIATE runs a text, which is NULL",
            parameters: new Dictionary<string, string> { ["varName"] = $"`{expression.Sql}`" });
    }

    private Literal Value(Expression expression)
    {
        if (expression is Literal literal)
            return literal;
        return Evaluation.IsConstant(expression) ? evaluation.Value(expression) : throw new SpindleException(SessionErrors.ParameterExpression,
            "EXECUTE IMMEDIATE takes values, and no queries; set a variable first", expression.SelfAndDescendants().First(e => e is SubqueryExpression).Origin,
            parameters: new Dictionary<string, string> { ["invalidExprSql"] = $"\"{expression.Sql}\"" });
    }
}
