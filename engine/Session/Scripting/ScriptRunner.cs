using System.Diagnostics;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Scripts;
using Spindle.Sql.Objects;
using Spindle.Sql.Routines;

namespace Spindle.Sql.Scripting;

/// <summary>
/// Walks a script: which piece comes next, which variables are in sight, which handler an error is for. What pieces do is done by <see cref="ScriptStatements"/>.
/// </summary>
internal sealed class ScriptRunner(Session session)
{
    private readonly ScriptStatements statements = new(session);
    private HandlerScope? handlers;

    private SessionNames Names => session.State.Names;

    /// <summary>Runs the script; gives what its last query gave.</summary>
    public MemoryTable Run(ScriptBlock script)
    {
        Walk(script);
        return statements.Last is var (schema, rows) ? MemoryTable.Of("result", schema, rows, session.State.Budget) : new MemoryTable("result", StructType.Empty, []);
    }

    private Flow Walk(ScriptNode node) => node switch
    {
        ScriptStatement statement => Guarded(() => statements.Run(statement.Statement)),
        ScriptBlock block => Block(block),
        ScriptIf choice => Branch(choice.Branches, choice.Otherwise, statements.Holds),
        ScriptCase choice => Branch(choice.Branches, choice.Otherwise, value => statements.Equal(choice.Subject, value)),
        ScriptLoop loop => Loop(loop),
        ScriptFor loop => For(loop),
        ScriptLeave leave => new Flow(FlowKind.Leave, leave.Label),
        ScriptIterate iterate => new Flow(FlowKind.Iterate, iterate.Label),
        ScriptSignal signal => Guarded(() => throw Signalled(signal)),
        _ => throw new UnreachableException(node.GetType().Name),
    };

    private Flow All(ValueList<ScriptNode> nodes)
    {
        foreach (var node in nodes)
            if (Walk(node) is { Kind: not FlowKind.Next } flow)
                return flow;
        return Flow.Next;
    }

    private Flow Block(ScriptBlock block)
    {
        var scope = handlers = new HandlerScope(block, handlers);
        Names.Enter(new BlockVariables(block.Label));
        try
        {
            var flow = All(block.Body);
            if (flow.Kind == FlowKind.Handle && flow.Scope == scope)
                flow = Handled(scope, flow.Handler!);
            return flow.Is(FlowKind.Leave, block.Label) ? Flow.Next : flow;
        }
        finally
        {
            Names.Leave();
            handlers = scope.Outer;
        }
    }

    private Flow Branch(ValueList<ScriptBranch> branches, ValueList<ScriptNode>? otherwise, Func<ScriptText, bool> holds)
    {
        foreach (var branch in branches)
        {
            var taken = false;
            if (Guarded(() => taken = holds(branch.Condition)) is { Kind: not FlowKind.Next } flow)
                return flow;
            if (taken)
                return All(branch.Body);
        }

        return otherwise is { } body ? All(body) : Flow.Next;
    }

    private Flow Loop(ScriptLoop loop)
    {
        while (true)
        {
            if (Asked(loop.While, out var goesOn) is { Kind: not FlowKind.Next } before)
                return before;
            if (!goesOn)
                return Flow.Next;
            if (Round(loop.Body, loop.Label, out var left) is { Kind: not FlowKind.Next } flow)
                return flow;
            if (left)
                return Flow.Next;
            if (loop.Until is not null && Asked(loop.Until, out var ends) is var after && (after.Kind != FlowKind.Next || ends))
                return after;
        }
    }

    private Flow For(ScriptFor loop)
    {
        List<List<Variable>> rows = [];
        if (Guarded(() => rows = statements.Variables(loop.Query)) is { Kind: not FlowKind.Next } failed)
            return failed;
        foreach (var row in rows)
        {
            var variables = new BlockVariables(loop.Variable);
            foreach (var column in row)
                variables.Add(column);
            Names.Enter(variables);
            try
            {
                if (Round(loop.Body, loop.Label, out var left) is { Kind: not FlowKind.Next } flow)
                    return flow;
                if (left)
                    return Flow.Next;
            }
            finally
            {
                Names.Leave();
            }
        }

        return Flow.Next;
    }

    /// <summary>One round of a loop; what is meant for the loop ends here.</summary>
    private Flow Round(ValueList<ScriptNode> body, string? label, out bool left)
    {
        var flow = All(body);
        left = flow.Is(FlowKind.Leave, label);
        return left || flow.Is(FlowKind.Iterate, label) ? Flow.Next : flow;
    }

    private Flow Asked(ScriptText? condition, out bool holds)
    {
        var answer = condition is null;
        var flow = condition is null ? Flow.Next : Guarded(() => answer = statements.Holds(condition));
        holds = answer;
        return flow;
    }

    /// <summary>Does one thing; an error goes to the handler that it is for, or out of the script.</summary>
    private Flow Guarded(Action work)
    {
        try
        {
            work();
            return Flow.Next;
        }
        catch (SpindleException error) when (handlers?.Find(error) is not null)
        {
            var (scope, handler) = handlers!.Find(error)!.Value;
            return handler.Continues ? Handled(scope, handler) : new Flow(FlowKind.Handle, Scope: scope, Handler: handler);
        }
    }

    private Flow Handled(HandlerScope scope, ScriptHandler handler)
    {
        scope.IsHandling = true;
        try
        {
            return Walk(handler.Body);
        }
        finally
        {
            scope.IsHandling = false;
        }
    }

    private SpindleException Signalled(ScriptSignal signal)
    {
        var message = (signal.Message is null ? null : statements.Text(signal.Message)) ?? signal.Condition.Name;
        var state = signal.Condition.Kind == ScriptConditionKind.SqlState ? signal.Condition.Name : handlers?.StateOf(signal.Condition.Name);
        var name = signal.Condition.Kind == ScriptConditionKind.SqlState || state is not null ? "USER_RAISED_EXCEPTION" : signal.Condition.Name;
        return new SpindleException(new ErrorClass(name, state ?? "45000"), message, signal.Origin, parameters: new Dictionary<string, string> { ["errorMessage"] = message });
    }
}
