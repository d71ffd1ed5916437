using Spindle.Analysis.Errors;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary><c>function OVER (…)</c> → a window call with its frame written out.</summary>
internal sealed class ResolveWindow : ExpressionRule<UnresolvedWindow>
{
    private static readonly FrameBound First = new(FrameBoundKind.UnboundedPreceding);
    private static readonly FrameBound Current = new(FrameBoundKind.CurrentRow);
    private static readonly FrameBound Last = new(FrameBoundKind.UnboundedFollowing);

    protected override Expression Resolve(UnresolvedWindow expression, ExpressionScope scope)
    {
        var window = Merged(expression, scope);
        var inner = scope with { InsideAggregates = null };
        var partition = window.PartitionBy.Select(inner.Resolve).ToValueList();
        var order = window.OrderBy.Select(k => k with { Expression = inner.Resolve(k.Expression) }).ToValueList();
        var function = (inner with { IsWindowed = true }).Resolve(window.Function);
        if (function is not (AggregateCall or WindowFunctionCall))
        {
            throw new SpindleException(new ErrorClass("UNSUPPORTED_EXPR_FOR_WINDOW", "42P20"), $"{scope.Names.Of(function)} is no function that OVER can follow.", function.Origin,
                parameters: NameErrors.Parameters(("sqlExpr", $"\"{scope.Names.Of(function)}\"")));
        }

        var frame = window.Frame is null ? Default(function, order.Count > 0) : Frame(window.Frame, function, order, inner, expression);
        var call = new WindowCall(function, partition, order, frame) { Origin = expression.Origin };
        if (function is AggregateCall { Distinct: true })
        {
            throw new SpindleException(new ErrorClass("DISTINCT_WINDOW_FUNCTION_UNSUPPORTED", "0A000"), "Window functions take no DISTINCT.", expression.Origin,
                parameters: NameErrors.Parameters(("windowExpr", $"\"{scope.Names.Of(call)}\"")));
        }

        if (function is WindowFunctionCall ranking && order.Count == 0 && ranking.Function != "nth_value")
        {
            throw new SpindleException(new ErrorClass("WINDOW_FUNCTION_FRAME_NOT_ORDERED", "42601"), $"{ranking.Name} needs an ORDER BY in its window.", expression.Origin,
                parameters: NameErrors.Parameters(("wf_name", ranking.Function)));
        }

        return function is WindowFunctionCall { Function: "counter_diff" } counter ? CounterDiff(counter, call, scope) : call;
    }

    /// <summary>
    /// <c>counter_diff(c[, s]) OVER w</c> → a step from the value before, and its start time, to the row's: those of the last row before that has a value.
    /// </summary>
    private static Expression CounterDiff(WindowFunctionCall counter, WindowCall call, ExpressionScope scope)
    {
        var value = counter.Arguments[0];
        ValueList<Expression> arguments = [value, Before(value)];
        if (counter.Arguments.Count > 1)
        {
            var start = counter.Arguments[1];
            arguments = [.. arguments, start, Before(new Case([scope.Call("isnotnull", call.Origin, value)], [start], null))];
        }

        var step = new Call("counter_step", counter.Name, arguments, counter.Type, true, FunctionTraits.CanRaise) { Origin = call.Origin };
        return scope.Names.Give(step, scope.Names.Of(call));

        Expression Before(Expression what) => new WindowCall(scope.Call("last", call.Origin, what, Literal.Of(true)), call.PartitionBy, call.OrderBy,
            new WindowFrame(FrameUnit.Rows, First, new FrameBound(FrameBoundKind.Preceding, Literal.Of(1))));
    }

    /// <summary>The specification with what it takes over from the named window that it starts from.</summary>
    private static UnresolvedWindow Merged(UnresolvedWindow window, ExpressionScope scope)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (window.BaseWindow is { } name)
        {
            if (!scope.Query.Windows.TryGetValue(name, out var named) || !seen.Add(name))
            {
                throw new SpindleException(new ErrorClass("MISSING_WINDOW_SPECIFICATION", "42P20"), $"There is no window {name}; define it in a WINDOW clause.", window.Origin,
                    parameters: NameErrors.Parameters(("windowName", name)));
            }

            window = window with
            {
                BaseWindow = named.BaseWindow,
                PartitionBy = window.PartitionBy.Count > 0 ? window.PartitionBy : named.PartitionBy,
                OrderBy = window.OrderBy.Count > 0 ? window.OrderBy : named.OrderBy,
                Frame = window.Frame ?? named.Frame,
            };
        }

        return window;
    }

    private static WindowFrame Default(Expression function, bool ordered) => function switch
    {
        WindowFunctionCall { Function: "lag" or "lead" } offset => OffsetFrame(offset),
        WindowFunctionCall { Function: "cume_dist" } => new WindowFrame(FrameUnit.Range, First, Current),
        WindowFunctionCall { Function: not "nth_value" } => new WindowFrame(FrameUnit.Rows, First, Current),
        _ => ordered ? new WindowFrame(FrameUnit.Range, First, Current) : new WindowFrame(FrameUnit.Rows, First, Last),
    };

    /// <summary>The one row that lag and lead look at.</summary>
    private static WindowFrame OffsetFrame(WindowFunctionCall call)
    {
        var offset = call.Arguments[1];
        if (call.Function == "lag")
            offset = offset is Literal { Value: int n } ? Literal.Of(-n) : new Call("negative", "negative", [offset], DataType.Int, offset.Nullable, FunctionTraits.None) { Text = $"(- {offset.Sql})" };
        var bound = new FrameBound(FrameBoundKind.Following, offset);
        return new WindowFrame(FrameUnit.Rows, bound, bound);
    }

    private static WindowFrame Frame(WindowFrame frame, Expression function, ValueList<SortKey> order, ExpressionScope scope, UnresolvedWindow written)
    {
        if (function is WindowFunctionCall { Function: not "nth_value" } ranking && Default(function, true) != frame)
        {
            // Spark keeps two nameless classes for this.
            var name = ranking.Function is "lag" or "lead" ? "_LEGACY_ERROR_TEMP_1035" : "_LEGACY_ERROR_TEMP_1036";
            throw new SpindleException(new ErrorClass(name, "42K0E"), $"{ranking.Name} has a frame of its own; leave the frame out.", written.Origin,
                parameters: NameErrors.Parameters(("wf", $"{ranking.Name}()")));
        }

        var origin = written.Specification.IsKnown ? written.Specification : written.Origin;
        var resolved = new WindowFrame(frame.Unit, Bound(frame.Start, frame, order, scope, origin), Bound(frame.End, frame, order, scope, origin));
        if (Position(resolved.Start) > Position(resolved.End))
        {
            throw new SpindleException(new ErrorClass("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON", "42K09"),
                $"The frame {resolved} ends before it starts.", origin, parameters: NameErrors.Parameters(("sqlExpr", $"\"{resolved}\""), ("comparison", "less than or equal")));
        }

        return resolved;
    }

    private static double Position(FrameBound bound) => bound.Kind switch
    {
        FrameBoundKind.UnboundedPreceding => double.NegativeInfinity,
        FrameBoundKind.UnboundedFollowing => double.PositiveInfinity,
        FrameBoundKind.CurrentRow => 0,
        FrameBoundKind.Preceding => -(Number(bound.Offset) ?? 0.5),
        _ => Number(bound.Offset) ?? 0.5,
    };

    private static double? Number(Expression? offset) => Conversion.LiteralOf(offset!)?.Value switch
    {
        int n => n,
        long n => n,
        _ => null,
    };

    private static FrameBound Bound(FrameBound bound, WindowFrame frame, ValueList<SortKey> order, ExpressionScope scope, Origin origin)
    {
        if (bound.Offset is null)
            return bound;
        var offset = scope.Resolve(bound.Offset);
        if (!offset.IsFoldable)
            throw Mismatch("SPECIFIED_WINDOW_FRAME_WITHOUT_FOLDABLE", $"The frame bound {scope.Names.Of(offset)} must be a constant.", origin);
        if (frame.Unit == FrameUnit.Rows)
        {
            if (offset.Type is not IntegralType)
                throw Mismatch("SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE", $"A ROWS frame counts rows: {scope.Names.Of(offset)} is {offset.Type.Sql}.", origin);
            return bound with { Offset = scope.Convert(offset, DataType.Int) };
        }

        if (order.Count == 0)
            throw Mismatch("RANGE_FRAME_WITHOUT_ORDER", "A RANGE frame with an offset needs an ORDER BY.", origin);
        if (order.Count > 1)
            throw Mismatch("RANGE_FRAME_MULTI_ORDER", "A RANGE frame with an offset needs exactly one ORDER BY expression.", origin);
        var key = order[0].Expression.Type;
        // Dates move by days, or by an interval; numbers by numbers of their own type.
        if (key is NumericType && offset.Type is NumericType)
            return bound with { Offset = scope.Convert(offset, key) };
        if ((key is DateType && offset.Type is IntegralType) || (TypeFamilies.IsDatetime(key) && TypeFamilies.IsInterval(offset.Type)) || TypeFamilies.Same(key, offset.Type))
            return bound with { Offset = offset };
        throw Mismatch("RANGE_FRAME_INVALID_TYPE", $"The frame bound {scope.Names.Of(offset)}, {offset.Type.Sql}, cannot be added to {key.Sql}.", origin);
    }

    private static SpindleException Mismatch(string kind, string message, Origin origin) => new(new ErrorClass($"DATATYPE_MISMATCH.{kind}", "42K09"), message, origin);
}
