using Spindle.Analysis.Plans;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Families;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Select;

/// <summary>
/// <c>window(t, …)</c> and <c>session_window(t, …)</c> in a SELECT: a column <c>window</c> of start and end below it, which the SELECT may group by and name.
/// <code>SELECT window.start … GROUP BY window(t, '1 hour')    →    Aggregate [window] over Project [*, struct(…) AS window]</code>
/// Sliding windows that overlap give a row for each; sessions are merged once the other grouping keys are known.
/// </summary>
internal sealed class TimeWindows : INameSource
{
    private readonly Call call;
    private readonly ExpressionScope expressions;
    private readonly StringComparison comparison;

    private TimeWindows(Call call, ExpressionScope expressions)
    {
        this.call = call;
        this.expressions = expressions;
        comparison = expressions.Query.Session.NameComparison;
        Column = new ColumnReference(ColumnId.Next(), call.Function, call.Type, false, []);
    }

    public ColumnReference Column { get; }

    private Expression Time => call.Arguments[0];

    /// <summary>The window of a SELECT; null where it has none.</summary>
    public static TimeWindows? Find(SelectBlock block, ColumnScope columns, QueryScope scope)
    {
        var expressions = scope.Over(columns);
        var calls = block.Expressions.SelectMany(e => e.SelfAndDescendants()).Where(e => IsWindow(e, scope)).Select(e => (Call)expressions.Resolve(e)).Distinct().ToList();
        if (calls.Count > 1)
        {
            throw new SpindleException(new ErrorClass("_LEGACY_ERROR_TEMP_1039", ""), "One SELECT groups by one time window: several would multiply the rows.", calls[1].Origin);
        }

        return calls is [var only] ? new TimeWindows(only, expressions) : null;
    }

    /// <summary>The clauses with the column in place of the calls.</summary>
    public SelectBlock Within(SelectBlock block) => block.Mapped(e => e.Transform(part => IsWindow(part, expressions.Query) ? Column with { Origin = part.Origin } : part));

    public Expression? Find(ValueList<string> parts, Origin origin)
    {
        if (!string.Equals(parts[0], Column.Name, comparison))
            return null;
        Expression value = Column with { Origin = origin };
        foreach (var field in parts.Skip(1))
            value = FieldAccess.ByName(value, field, origin, comparison);
        return value;
    }

    public IEnumerable<string> Suggestions() => [];

    /// <summary>The input with the column.</summary>
    /// <param name="keys">What is grouped by, this column included; null where nothing is.</param>
    public LogicalPlan Over(LogicalPlan input, IReadOnlyList<Expression>? keys)
    {
        if (call.Function == "session_window")
            return Sessions(input, keys);
        var (length, slide, start) = (Number(1), Number(2), Number(3));
        var windows = Enumerable.Range(0, (int)((length + slide - 1) / slide)).Select(i => -i * slide)
            .Select(shift => Struct(TimeWindowFunctions.Bound(Time, slide, start, shift), TimeWindowFunctions.Bound(Time, slide, start, shift + length))).ToList();
        var known = new Filter(Call("isnotnull", Time), input);
        if (windows.Count == 1)
            return new Project([.. input.Output, new Alias(windows[0], Column.Name, Column.Id)], known);
        // What an expansion passes on keeps its id.
        var output = input.Output;
        LogicalPlan expanded = new Expand(windows.Select(w => (ValueList<Expression>)[.. output, w]).ToValueList(), [.. output, Column], known);
        // Where the length is no multiple of the slide, the last of the windows may end before the time.
        return length % slide == 0 ? expanded : new Filter(Compare("<", Time, new GetField(Column, 1, "end")), expanded);
    }

    /// <summary>
    /// Each row's own stretch, then, within the other keys and in order of the start, those that touch as one:
    /// <code>new = start > max(end) of the rows before; session = sum(new); bounds = min(start), max(end) of the session</code>
    /// </summary>
    private LogicalPlan Sessions(LogicalPlan input, IReadOnlyList<Expression>? keys)
    {
        var start = new Alias(Time, "start", ColumnId.Next());
        var end = new Alias(Call("+", Time, call.Arguments[1]), "end", ColumnId.Next());
        var (from, to) = (start.ToReference(), end.ToReference());
        LogicalPlan plan = new Filter(Compare(">", to, from), new Project([.. input.Output, start, end], input));
        if (keys is null)
            return new Project([.. input.Output, new Alias(Struct(from, to), Column.Name, Column.Id)], plan);
        var partition = keys.Where(k => !k.Equals(Column)).ToValueList();
        ValueList<SortKey> order = [new SortKey(from, false, true)];
        var first = new FrameBound(FrameBoundKind.UnboundedPreceding);
        var before = Windowed(Call("max", to), partition, order, new WindowFrame(FrameUnit.Rows, first, new FrameBound(FrameBoundKind.Preceding, Literal.Of(1))), "before");
        plan = new Window([before], plan);
        var begins = new Alias(new Case([Compare("<=", from, before.ToReference())], [Literal.Of(0)], Literal.Of(1)), "begins", ColumnId.Next());
        plan = new Project([.. plan.Output, begins], plan);
        var session = Windowed(Call("sum", begins.ToReference()), partition, order, new WindowFrame(FrameUnit.Range, first, new FrameBound(FrameBoundKind.CurrentRow)), "session");
        plan = new Window([session], plan);
        var whole = new WindowFrame(FrameUnit.Rows, first, new FrameBound(FrameBoundKind.UnboundedFollowing));
        ValueList<Expression> sessions = [.. partition, session.ToReference()];
        var least = Windowed(Call("min", from), sessions, [], whole, "start");
        var most = Windowed(Call("max", to), sessions, [], whole, "end");
        plan = new Window([least, most], plan);
        return new Project([.. input.Output, new Alias(Struct(least.ToReference(), most.ToReference()), Column.Name, Column.Id)], plan);
    }

    private static Alias Windowed(Expression function, ValueList<Expression> partition, ValueList<SortKey> order, WindowFrame frame, string name) =>
        new(new WindowCall(function, partition, order, frame), name, ColumnId.Next());

    private static bool IsWindow(Expression expression, QueryScope scope) =>
        expression is UnresolvedFunction { Parts: [var name] } && name.ToLowerInvariant() is "window" or "session_window" && scope.Run.Functions.Find(((UnresolvedFunction)expression).Parts[0]) is { NeedsKernel: false };

    private long Number(int argument) => (long)((Literal)call.Arguments[argument]).Value!;

    private Expression Call(string function, params ReadOnlySpan<Expression> arguments) => expressions.Call(function, call.Origin, arguments);

    private Expression Compare(string relation, Expression left, Expression right) => Call(relation, left, right);

    private Expression Struct(Expression start, Expression end) => new Call("named_struct", "named_struct", [start, end], call.Type, false, FunctionTraits.None);
}
