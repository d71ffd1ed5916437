using System.Runtime.CompilerServices;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Scalars.Shapes;

/// <summary>One value to another.</summary>
internal interface IMap<TFrom, TTo>
{
    TTo Map(TFrom value);
}

/// <summary>One value to another, where there is one.</summary>
internal interface ITryMap<TFrom, TTo>
{
    bool TryMap(TFrom value, out TTo result);
}

/// <summary>Two values to one, where there is one.</summary>
internal interface ITryZip<TLeft, TRight, TTo>
{
    bool TryZip(TLeft left, TRight right, out TTo result);
}

/// <summary>Runs a map over the lanes; null where the operand is.</summary>
internal sealed unsafe class MapKernel<TFrom, TTo, TMap>(DataType type, TMap map) : ScalarKernel
    where TFrom : unmanaged where TTo : unmanaged where TMap : struct, IMap<TFrom, TTo>
{
    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        Fill(new Operand<TFrom>(operands[0]), lanes, (TTo*)output.Values);
        return output.Build();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill(Operand<TFrom> source, LaneSet lanes, TTo* target)
    {
        // The map may change (a cursor): every run has its own copy.
        var local = map;
        for (var i = 0; i < lanes.Count; i++)
            target[lanes[i]] = local.Map(source[lanes[i]]);
    }
}

/// <summary>Runs a partial map over the lanes; a lane without a result raises what <paramref name="error"/> makes, or is null where there is none.</summary>
internal sealed unsafe class TryMapKernel<TFrom, TTo, TMap>(DataType type, TMap map, Func<Vector, int, SpindleException>? error) : ScalarKernel
    where TFrom : unmanaged where TTo : unmanaged where TMap : struct, ITryMap<TFrom, TTo>
{
    public override bool CanRaise => error is not null;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        var source = new Operand<TFrom>(operands[0]);
        var local = map;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane) || local.TryMap(source[lane], out ((TTo*)output.Values)[lane]))
                continue;
            if (error is not null)
                throw error(operands[0], lane);
            output.SetNull(lane);
        }
        return output.Build();
    }
}

/// <summary>Runs a partial function of two values over the lanes; see <see cref="TryMapKernel{TFrom, TTo, TMap}"/>.</summary>
internal sealed unsafe class TryZipKernel<TLeft, TRight, TTo, TZip>(DataType type, TZip zip, Func<Vector, Vector, int, SpindleException>? error) : ScalarKernel
    where TLeft : unmanaged where TRight : unmanaged where TTo : unmanaged where TZip : struct, ITryZip<TLeft, TRight, TTo>
{
    public override bool CanRaise => error is not null;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(type, lanes.Length, budget);
        output.NullWhereAny(operands[0], operands[1]);
        var (left, right) = (new Operand<TLeft>(operands[0]), new Operand<TRight>(operands[1]));
        var local = zip;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane) || local.TryZip(left[lane], right[lane], out ((TTo*)output.Values)[lane]))
                continue;
            if (error is not null)
                throw error(operands[0], operands[1], lane);
            output.SetNull(lane);
        }
        return output.Build();
    }
}
