using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Aggregates;
using Spindle.UserCode.Calls;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Columns;
using Spindle.UserCode.Types;
using X = System.Linq.Expressions.Expression;

namespace Spindle.UserCode.Rows;

/// <summary>Reads objects of columns, runs the steps, and appends what comes out.</summary>
internal delegate void StepLoop(object?[] targets, Cells[] columns, RowSink sink, int rows);

/// <summary>A step with its method here.</summary>
internal sealed record LoadedStep(UserStepKind Kind, LoadedDelegate Function)
{
    /// <summary>The type of the objects that it takes (for a partition, of the sequence's).</summary>
    public Type Input => Kind == UserStepKind.MapPartitions ? Element(Signature.GetParameters()[0].ParameterType) : Signature.GetParameters()[0].ParameterType;

    /// <summary>The type of the objects that it gives.</summary>
    public Type Output => Kind switch
    {
        UserStepKind.Filter => Input,
        UserStepKind.Map => Signature.ReturnType,
        _ => Element(Signature.ReturnType),
    };

    private MethodInfo Signature => Function.Type.GetMethod("Invoke")!;

    private static Type Element(Type sequence) => sequence.GetInterfaces().Append(sequence).First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
}

/// <summary>Generates one loop for a chain of steps: an object goes through all of them before the next is made, and no columns are made in between.</summary>
internal static class StepLoops
{
    /// <summary>A loop over columns.</summary>
    public static StepLoop OverColumns(IReadOnlyList<LoadedStep> steps, StructType input, StructType output)
    {
        var targets = X.Parameter(typeof(object?[]), "targets");
        var cells = X.Parameter(typeof(Cells[]), "columns");
        var sink = X.Parameter(typeof(RowSink), "sink");
        var rows = X.Parameter(typeof(int), "rows");
        var loop = new RowLoop(cells, dense: false);
        var selves = Selves(steps, targets, loop.Local);
        var type = steps[0].Input;
        var builders = loop.Local(X.Property(sink, nameof(RowSink.Builders)));
        var value = X.Variable(type, "row");
        var body = X.Block([value], X.Assign(value, StateCode.Read(type, input, cells, loop.Row)), Chain(steps, selves, 0, value, output, builders, sink));
        return X.Lambda<StepLoop>(loop.Of(rows, body), targets, cells, sink, rows).Compile();
    }

    /// <summary>The steps from the second on for one object, which the first step (over a partition) gave.</summary>
    public static Action<object?[], RowSink, T> OverObjects<T>(IReadOnlyList<LoadedStep> steps, StructType output)
    {
        var targets = X.Parameter(typeof(object?[]), "targets");
        var sink = X.Parameter(typeof(RowSink), "sink");
        var value = X.Parameter(typeof(T), "value");
        var locals = new List<ParameterExpression>();
        var assigned = new List<X>();
        var selves = Selves(steps, targets, Local);
        var builders = Local(X.Property(sink, nameof(RowSink.Builders)));
        return X.Lambda<Action<object?[], RowSink, T>>(X.Block(typeof(void), locals, [.. assigned, Chain(steps, selves, 1, value, output, builders, sink)]), targets, sink, value).Compile();

        ParameterExpression Local(X expression)
        {
            var local = X.Variable(expression.Type);
            locals.Add(local);
            assigned.Add(X.Assign(local, expression));
            return local;
        }
    }

    private static X?[] Selves(IReadOnlyList<LoadedStep> steps, X targets, Func<X, X> local) =>
        [.. steps.Select((s, i) => MethodCall.TargetType(s.Function.Method, s.Function.Target is not null) is { } type ? local(X.Convert(X.ArrayIndex(targets, X.Constant(i)), type)) : null)];

    private static X Chain(IReadOnlyList<LoadedStep> steps, X?[] selves, int index, ParameterExpression value, StructType output, X builders, X sink)
    {
        if (index == steps.Count)
            return Append(value, output, builders, sink);
        var step = steps[index];
        var given = step.Input == value.Type ? (X)value : X.Convert(value, step.Input);
        var call = MethodCall.Of(step.Function.Method, selves[index], [given]);
        X Next(ParameterExpression v) => Chain(steps, selves, index + 1, v, output, builders, sink);
        switch (step.Kind)
        {
            case UserStepKind.Filter:
                return X.IfThen(call, Next(value));
            case UserStepKind.Map:
                var mapped = X.Variable(step.Output, "mapped");
                return X.Block([mapped], X.Assign(mapped, call.Type == step.Output ? call : X.Convert(call, step.Output)), Next(mapped));
            default:
                return Each(call, step.Output, Next);
        }
    }

    private static BlockExpression Each(X sequence, Type element, Func<ParameterExpression, X> body)
    {
        var type = typeof(IEnumerator<>).MakeGenericType(element);
        var enumerator = X.Variable(type, "items");
        var item = X.Variable(element, "item");
        var end = X.Label("end");
        var enumerable = typeof(IEnumerable<>).MakeGenericType(element);
        return X.Block(typeof(void), [enumerator],
            X.Assign(enumerator, X.Call(X.Convert(sequence, enumerable), enumerable.GetMethod("GetEnumerator")!)),
            X.TryFinally(
                X.Loop(X.IfThenElse(X.Call(enumerator, typeof(IEnumerator).GetMethod(nameof(IEnumerator.MoveNext))!), X.Block([item], X.Assign(item, X.Property(enumerator, "Current")), body(item)), X.Break(end)), end),
                X.Call(enumerator, typeof(IDisposable).GetMethod(nameof(IDisposable.Dispose))!)));
    }

    private static X Append(ParameterExpression value, StructType output, X builders, X sink)
    {
        X append = X.Block(StateCode.Write(value.Type, output, builders, value), X.Call(sink, nameof(RowSink.Added), null));
        return value.Type.IsValueType || SqlTypes.Find(value.Type) is not StructType ? append
            : X.IfThenElse(X.ReferenceEqual(value, X.Constant(null)), X.Call(typeof(CellReads), nameof(CellReads.ThrowNull), null, X.Constant($"a row ({UserCodeErrors.Name(value.Type)})")), append);
    }
}
