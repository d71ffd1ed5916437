using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Columns;
using Spindle.UserCode.Types;
using X = System.Linq.Expressions.Expression;

namespace Spindle.UserCode.Calls;

/// <summary>Calls a method once a row.</summary>
/// <param name="target">What it is called on.</param>
/// <param name="columns">The arguments' columns, bound to the rows.</param>
/// <param name="lanes">An int32 a row, where its result goes; 0 where row i's goes to i.</param>
/// <param name="output">Where results of fixed width go, by lane; null for others.</param>
/// <param name="builder">Where other results go, row after row; null for results of fixed width.</param>
internal delegate void ScalarLoop(object? target, Cells[] columns, nint lanes, int rows, FlatOutput? output, VectorBuilder? builder);

/// <summary>
/// Generates the loop of a method and the types of its arguments, in four kinds: with or without maps, with or without nulls. The method is called directly; nothing is allocated a row but
/// what it, or a value that is an object, allocates.
/// </summary>
internal static class ScalarLoops
{
    private static readonly ConditionalWeakTable<Module, ConcurrentDictionary<(MethodInfo, ValueList<DataType>, DataType, bool, bool, bool), ScalarLoop>> Known = new();

    /// <param name="dense">True where row i of every column lies at i, and its result goes to i.</param>
    /// <param name="nullFree">True where no argument is null.</param>
    public static ScalarLoop Get(LoadedDelegate function, ValueList<DataType> arguments, DataType result, bool dense, bool nullFree) =>
        Known.GetOrCreateValue(function.Method.Module).GetOrAdd((function.Method, arguments, result, function.Target is not null, dense, nullFree),
            static (key, f) => Compile(f, key.Item2, key.Item3, key.Item5, key.Item6), function);

    private static ScalarLoop Compile(LoadedDelegate function, ValueList<DataType> arguments, DataType result, bool dense, bool nullFree)
    {
        var target = X.Parameter(typeof(object), "target");
        var columns = X.Parameter(typeof(Cells[]), "columns");
        var lanes = X.Parameter(typeof(nint), "lanes");
        var rows = X.Parameter(typeof(int), "rows");
        var output = X.Parameter(typeof(FlatOutput), "output");
        var builder = X.Parameter(typeof(VectorBuilder), "builder");

        var invoke = function.Type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters();
        var loop = new RowLoop(columns, dense);
        var row = loop.Row;
        var self = MethodCall.TargetType(function.Method, function.Target is not null) is { } type ? loop.Local(X.Convert(target, type)) : null;
        var sources = arguments.Select((a, i) => loop.Source(i)).ToList();
        var lane = dense ? row : loop.EachRow(typeof(int), X.Call(typeof(CellReads), nameof(CellReads.Position), null, lanes, row));

        var nullable = !nullFree;
        var values = parameters.Select((p, i) => ValueCode.Read(p.ParameterType, arguments[i], sources[i], nullable && SqlTypes.HoldsNull(p.ParameterType), p.Name ?? "an argument"));
        var call = MethodCall.Of(function.Method, self, values);
        if (call.Type != invoke.ReturnType)
            call = X.Convert(call, invoke.ReturnType);

        var stored = ValueCode.IsStored(invoke.ReturnType);
        var write = stored ? Store(loop, invoke.ReturnType, result, output, lane, call) : ValueCode.Append(invoke.ReturnType, result, builder, call, "the result");
        X setNull = stored ? X.Call(output, nameof(FlatOutput.SetNull), null, lane) : X.Call(builder, nameof(VectorBuilder.AppendNull), null);

        // A null where the parameter's type holds none: the result is null, and the method is not called.
        var skipping = nullable ? parameters.Select((p, i) => (p, i)).Where(x => !SqlTypes.HoldsNull(x.p.ParameterType)).Select(x => loop.IsNull(sources[x.i])).ToList() : [];
        var body = skipping.Count == 0 ? write : X.IfThenElse(skipping.Aggregate(X.OrElse), setNull, write);
        return X.Lambda<ScalarLoop>(loop.Of(rows, body), target, columns, lanes, rows, output, builder).Compile();
    }

    private static X Store(RowLoop loop, Type clr, DataType type, X output, X lane, X call)
    {
        var values = loop.Local(X.Call(typeof(Outputs), nameof(Outputs.Values), null, output));
        if (Nullable.GetUnderlyingType(clr) is null)
            return ValueCode.Store(type, values, lane, call);
        var held = X.Variable(clr, "result");
        return X.Block([held], X.Assign(held, call),
            X.IfThenElse(X.Property(held, "HasValue"), ValueCode.Store(type, values, lane, X.Property(held, "Value")), X.Call(output, nameof(FlatOutput.SetNull), null, lane)));
    }
}

/// <summary>Addresses of outputs in the form that loops hold them.</summary>
internal static unsafe class Outputs
{
    public static nint Values(FlatOutput output) => (nint)output.Values;
}
