using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Calls;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Columns;
using Spindle.UserCode.Types;
using X = System.Linq.Expressions.Expression;

namespace Spindle.UserCode.Aggregates;

/// <summary>Makes the states of a user aggregate.</summary>
internal static class UserStates
{
    public static IUserStates Create(AggregateCall call, Func<UserDelegate, LoadedDelegate> load, MemoryBudget budget)
    {
        var user = call.User!;
        var (initial, update, merge, evaluate) = (load(user.Initial), load(user.Update), load(user.Merge), load(user.Evaluate));
        var types = new[] { initial.Type.GetMethod("Invoke")!.ReturnType, evaluate.Type.GetMethod("Invoke")!.ReturnType };
        return (IUserStates)Activator.CreateInstance(typeof(UserStates<,>).MakeGenericType(types), call, initial, update, merge, evaluate, budget)!;
    }
}

/// <summary>States as an array of the user's own type, a state a group: one generated loop takes rows in, and value types cost nothing a row.</summary>
internal sealed unsafe class UserStates<TState, TResult> : IUserStates
{
    private readonly AggregateCall call;
    private readonly LoadedDelegate update;
    private readonly Func<TState> initial;
    private readonly Func<TState, TState, TState> merge;
    private readonly Func<TState, TResult> evaluate;
    private readonly MemoryBudget budget;
    private readonly ValueList<DataType> types;
    private readonly Cells[] arguments;
    private readonly Cells[] columns;
    private readonly Func<Cells[], int, TState> read;
    private readonly Action<VectorBuilder[], TState> write;
    private readonly Action<VectorBuilder, TResult> result;
    private readonly Loop loop;
    private TState[] states = [];
    private NativeBuffer? reserved;
    private int count;

    public UserStates(AggregateCall call, LoadedDelegate initial, LoadedDelegate update, LoadedDelegate merge, LoadedDelegate evaluate, MemoryBudget budget)
    {
        this.call = call;
        this.update = update;
        this.budget = budget;
        this.initial = (Func<TState>)Cast(initial, typeof(Func<TState>));
        this.merge = (Func<TState, TState, TState>)Cast(merge, typeof(Func<TState, TState, TState>));
        this.evaluate = (Func<TState, TResult>)Cast(evaluate, typeof(Func<TState, TResult>));
        types = call.Arguments.Select(a => a.Type).ToValueList();
        arguments = [.. types.Select(t => new Cells(t, budget))];
        columns = [.. State.Fields.Select(f => new Cells(f.Type, budget))];
        read = StateCode.Reader<TState>(State);
        write = StateCode.Writer<TState>(State);
        result = (Action<VectorBuilder, TResult>)ValueCode.Appender(typeof(TResult), call.Type, "the result");
        loop = Compile();
    }

    private delegate void Loop(object? target, Cells[] columns, TState[] states, nint groups, int rows);

    public StructType State => call.User!.State;

    public bool TryReserve(int groups)
    {
        if (groups <= states.Length)
            return true;
        try
        {
            Enlarge(groups);
            return true;
        }
        catch (SpindleException error) when (error.ErrorClass == ErrorClasses.UnableToAcquireMemory)
        {
            return false;
        }
    }

    public void Grow(int groups)
    {
        if (groups > states.Length)
            Enlarge(groups);
        Guard(() =>
        {
            for (; count < groups; count++)
                states[count] = initial();
        });
    }

    public void Update(int* groups, ReadOnlySpan<ColumnView> views, int rows)
    {
        for (var i = 0; i < arguments.Length; i++)
            arguments[i].Bind(views[i]);
        var at = (nint)groups;
        Guard(() => loop(update.Target, arguments, states, at, rows));
    }

    public void Merge(int* groups, ReadOnlySpan<ColumnView> views, int rows)
    {
        for (var i = 0; i < columns.Length; i++)
            columns[i].Bind(views[i]);
        var at = (nint)groups;
        Guard(() =>
        {
            for (var i = 0; i < rows; i++)
            {
                ref var state = ref states[((int*)at)[i]];
                state = merge(state, read(columns, i));
            }
        });
    }

    public Vector[] States(int* groups, int rows)
    {
        VectorBuilder[] builders = [.. State.Fields.Select(f => VectorBuilder.Create(f.Type, budget))];
        try
        {
            for (var i = 0; i < rows; i++)
                write(builders, states[groups[i]]);
            return [.. builders.Select(b => b.Build())];
        }
        finally
        {
            foreach (var builder in builders)
                builder.Dispose();
        }
    }

    public Vector Evaluate(int start, int rows)
    {
        using var builder = VectorBuilder.Create(call.Type, budget);
        Guard(() =>
        {
            for (var i = start; i < start + rows; i++)
                result(builder, evaluate(states[i]));
        });
        return builder.Build();
    }

    public void Dispose()
    {
        foreach (var cells in (Cells[])[.. arguments, .. columns])
            cells.Dispose();
        reserved?.Release();
        reserved = null;
    }

    private void Enlarge(int groups)
    {
        var size = Math.Max(groups, Math.Max(16, states.Length * 2));
        // The states lie in managed memory; as many native bytes stand for them in the budget.
        var width = RuntimeHelpers.IsReferenceOrContainsReferences<TState>() ? Unsafe.SizeOf<TState>() + 48 : Unsafe.SizeOf<TState>();
        var larger = budget.Allocate((long)size * width);
        reserved?.Release();
        reserved = larger;
        Array.Resize(ref states, size);
    }

    private static Delegate Cast(LoadedDelegate function, Type type) => function.Method.CreateDelegate(type, function.Target);

    private Loop Compile()
    {
        var target = X.Parameter(typeof(object), "target");
        var cells = X.Parameter(typeof(Cells[]), "columns");
        var array = X.Parameter(typeof(TState[]), "states");
        var groups = X.Parameter(typeof(nint), "groups");
        var rows = X.Parameter(typeof(int), "rows");
        var row = new RowLoop(cells, dense: false);
        var self = MethodCall.TargetType(update.Method, update.Target is not null) is { } type ? row.Local(X.Convert(target, type)) : null;
        var parameters = update.Type.GetMethod("Invoke")!.GetParameters().Skip(1).ToList();
        var sources = parameters.Select((_, i) => row.Source(i)).ToList();
        var group = row.EachRow(typeof(int), X.Call(typeof(CellReads), nameof(CellReads.At), null, groups, row.Row));
        var state = X.ArrayAccess(array, group);
        var values = parameters.Select((p, i) => ValueCode.Read(p.ParameterType, types[i], sources[i], SqlTypes.HoldsNull(p.ParameterType), p.Name ?? "an argument"));
        X body = X.Assign(state, MethodCall.Of(update.Method, self, [state, .. values]));
        // Rows with a null that the function cannot take are left out, as the aggregates of the table do.
        var skipping = parameters.Select((p, i) => (p, i)).Where(x => !SqlTypes.HoldsNull(x.p.ParameterType)).Select(x => row.IsNull(sources[x.i])).ToList();
        if (skipping.Count > 0)
            body = X.IfThen(X.Not(skipping.Aggregate(X.OrElse)), body);
        return X.Lambda<Loop>(row.Of(rows, body), target, cells, array, groups, rows).Compile();
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is not SpindleException)
        {
            throw UserCodeErrors.Failed($"{call.Name} ({call.User!.Update.Method})", types, call.Type, error, call.Origin);
        }
    }
}
