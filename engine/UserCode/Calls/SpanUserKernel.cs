using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Calls;

/// <summary>Makes spans of addresses and calls the method.</summary>
/// <param name="addresses">One an argument, then the result's.</param>
internal unsafe delegate void SpanCall(object? target, nint* addresses, int count);

/// <summary>
/// A function over spans. Where all lanes count and none is null, it reads the columns and writes the result in place; otherwise the lanes that count are gathered, so that it sees no other.
/// </summary>
internal sealed unsafe class SpanUserKernel : IUserKernel
{
    private static readonly ConditionalWeakTable<Module, ConcurrentDictionary<(MethodInfo, bool), SpanCall>> Known = new();

    private readonly UserCall call;
    private readonly LoadedDelegate function;
    private readonly MemoryBudget budget;
    private readonly SpanCall invoke;

    public SpanUserKernel(UserCall call, LoadedDelegate function, MemoryBudget budget)
    {
        this.call = call;
        this.function = function;
        this.budget = budget;
        invoke = Known.GetOrCreateValue(function.Method.Module).GetOrAdd((function.Method, function.Target is not null), static (_, f) => Compile(f), function);
    }

    public Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes)
    {
        using var output = new FlatOutput(call.Type, lanes.Length, budget);
        output.NullWhereAny(operands);
        var inPlace = lanes.IsAll && output.Validity == null;
        foreach (var operand in operands)
            inPlace &= operand.Form == VectorForm.Flat;
        if (inPlace)
            InPlace(operands, output);
        else
            Gathered(operands, lanes, output);
        return output.Build();
    }

    public void Dispose()
    {
    }

    private void InPlace(ReadOnlySpan<Vector> operands, FlatOutput output)
    {
        var addresses = stackalloc nint[operands.Length + 1];
        for (var i = 0; i < operands.Length; i++)
            addresses[i] = (nint)((FlatVector)operands[i]).Values;
        addresses[operands.Length] = (nint)output.Values;
        Invoke(addresses, output.Length);
    }

    private void Gathered(ReadOnlySpan<Vector> operands, LaneSet lanes, FlatOutput output)
    {
        var buffers = new NativeBuffer?[operands.Length + 2];
        try
        {
            var kept = (buffers[^1] = budget.Allocate((long)lanes.Count * sizeof(int)))!;
            var rows = (int*)kept.Pointer;
            var count = 0;
            for (var i = 0; i < lanes.Count; i++)
                if (!output.IsNull(lanes[i]))
                    rows[count++] = lanes[i];
            if (count == 0)
                return;
            var addresses = stackalloc nint[operands.Length + 1];
            for (var i = 0; i <= operands.Length; i++)
            {
                var width = i < operands.Length ? operands[i].Physical.Width() : call.Type.Physical.Width();
                buffers[i] = budget.Allocate((long)count * width);
                addresses[i] = (nint)buffers[i]!.Pointer;
                if (i < operands.Length)
                    Move(Operands.Flat(operands[i]).Values, buffers[i]!.Pointer, width, rows, count, operands[i].Form == VectorForm.Constant ? Moving.Repeat : Moving.Gather);
            }

            Invoke(addresses, count);
            Move((byte*)addresses[operands.Length], output.Values, call.Type.Physical.Width(), rows, count, Moving.Scatter);
        }
        finally
        {
            foreach (var buffer in buffers)
                buffer?.Release();
        }
    }

    private void Invoke(nint* addresses, int count)
    {
        try
        {
            invoke(function.Target, addresses, count);
        }
        catch (Exception error) when (error is not SpindleException)
        {
            throw UserCodeErrors.Failed($"{call.Name} ({call.Function.Code.Method})", call.Arguments.Select(a => a.Type), call.Type, error, call.Origin);
        }
    }

    private enum Moving : byte
    {
        Gather,
        Scatter,
        Repeat,
    }

    private static void Move(byte* from, byte* to, int width, int* rows, int count, Moving how)
    {
        switch (width)
        {
            case 1:
                Move<byte>(from, to, rows, count, how);
                break;
            case 2:
                Move<short>((short*)from, (short*)to, rows, count, how);
                break;
            case 4:
                Move<int>((int*)from, (int*)to, rows, count, how);
                break;
            default:
                Move<long>((long*)from, (long*)to, rows, count, how);
                break;
        }
    }

    private static void Move<T>(T* from, T* to, int* rows, int count, Moving how) where T : unmanaged
    {
        if (how == Moving.Repeat)
            new Span<T>(to, count).Fill(*from);
        else if (how == Moving.Gather)
            for (var i = 0; i < count; i++)
                to[i] = from[rows[i]];
        else
            for (var i = 0; i < count; i++)
                to[rows[i]] = from[i];
    }

    // Expression trees hold no spans, so this one is written in the runtime's own instructions.
    private static SpanCall Compile(LoadedDelegate function)
    {
        var method = function.Method;
        var dynamic = new DynamicMethod("call spans", typeof(void), [typeof(object), typeof(nint*), typeof(int)], typeof(SpanUserKernel).Module, skipVisibility: true);
        var il = dynamic.GetILGenerator();
        if (function.Target is not null)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Castclass, MethodCall.TargetType(method, hasTarget: true)!);
        }

        var parameters = function.Type.GetMethod("Invoke")!.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, i * sizeof(nint));
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldind_I);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Newobj, parameters[i].ParameterType.GetConstructor([typeof(void*), typeof(int)])!);
        }

        il.Emit(OpCodes.Call, method);
        il.Emit(OpCodes.Ret);
        return dynamic.CreateDelegate<SpanCall>();
    }
}
