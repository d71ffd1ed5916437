using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Columns;
using Spindle.UserCode.Types;

namespace Spindle.UserCode.Calls;

/// <summary>A function of single values over vectors.</summary>
internal sealed unsafe class ScalarUserKernel : IUserKernel
{
    private readonly UserCall call;
    private readonly LoadedDelegate function;
    private readonly MemoryBudget budget;
    private readonly ValueList<DataType> types;
    private readonly Cells[] columns;
    private readonly bool stored;
    private readonly VectorBuilder? builder;
    private readonly ScalarLoop?[] loops = new ScalarLoop?[4];

    public ScalarUserKernel(UserCall call, LoadedDelegate function, MemoryBudget budget)
    {
        this.call = call;
        this.function = function;
        this.budget = budget;
        types = call.Arguments.Select(a => a.Type).ToValueList();
        columns = [.. types.Select(t => new Cells(t, budget))];
        stored = ValueCode.IsStored(function.Type.GetMethod("Invoke")!.ReturnType);
        builder = stored ? null : VectorBuilder.Create(call.Type, budget);
    }

    public Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes)
    {
        var (dense, nullFree) = (lanes.IsAll, true);
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Bind(operands[i], lanes.Lanes, lanes.Count);
            dense &= columns[i].Map == 0;
            nullFree &= columns[i].Validity == 0;
        }

        ref var loop = ref loops[(dense ? 1 : 0) + (nullFree ? 2 : 0)];
        loop ??= ScalarLoops.Get(function, types, call.Type, dense, nullFree);
        try
        {
            return stored ? Store(loop, lanes) : Append(loop, lanes);
        }
        catch (SpindleException error)
        {
            throw error.At(call.Origin);
        }
    }

    public void Dispose()
    {
        foreach (var column in columns)
            column.Dispose();
        builder?.Dispose();
    }

    private FlatVector Store(ScalarLoop loop, LaneSet lanes)
    {
        using var output = new FlatOutput(call.Type, lanes.Length, budget);
        Call(loop, lanes, output);
        return output.Build();
    }

    private Vector Append(ScalarLoop loop, LaneSet lanes)
    {
        try
        {
            Call(loop, lanes, null);
        }
        catch
        {
            builder!.Build().Release();
            throw;
        }

        var results = builder!.Build();
        if (lanes.IsAll)
            return results;
        try
        {
            // Lanes that nobody asked for show the first result.
            var indices = budget.AllocateZeroed((long)lanes.Length * sizeof(int));
            for (var i = 0; i < lanes.Count; i++)
                ((int*)indices.Pointer)[lanes[i]] = i;
            return new DictionaryVector(results, indices, lanes.Length, entriesAreDistinct: false);
        }
        catch
        {
            results.Release();
            throw;
        }
    }

    private void Call(ScalarLoop loop, LaneSet lanes, FlatOutput? output)
    {
        try
        {
            loop(function.Target, columns, (nint)lanes.Lanes, lanes.Count, output, builder);
        }
        catch (Exception error) when (error is not SpindleException)
        {
            throw UserCodeErrors.Failed(call.Function.Code.Method is { } method && method != call.Name ? $"{call.Name} ({method})" : call.Name, types, call.Type, error, call.Origin);
        }
    }
}
