using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Casts;

/// <summary>Runs a conversion between fixed-width values over the lanes.</summary>
/// <param name="site">The cast.</param>
/// <param name="conversion">The conversion of one value.</param>
/// <param name="keepsFailed">Whether, with ANSI off, a failed lane keeps the conversion's result instead of becoming null.</param>
internal sealed unsafe class ConvertKernel<TFrom, TTo, TConversion>(CastSite site, TConversion conversion, bool keepsFailed = false) : ScalarKernel
    where TFrom : unmanaged where TTo : unmanaged where TConversion : struct, IConversion<TFrom, TTo>
{
    public override bool CanRaise => site.CanRaise;

    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var value = operands[0];
        using var output = new FlatOutput(site.To, lanes.Length, budget);
        output.NullWhereAny(value);
        var first = Fill(new Operand<TFrom>(value), lanes, (TTo*)output.Values);
        for (var i = first; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane) || Local().TryConvert(new Operand<TFrom>(value)[lane], out _))
                continue;
            if (site.Mode == EvaluationMode.Ansi)
                throw site.Error(value, lane);
            if (site.Mode == EvaluationMode.Try || !keepsFailed)
                output.SetNull(lane);
        }
        return output.Build();
    }

    // A conversion may hold state that changes (a cursor over a zone's history): every use has its own copy.
    private TConversion Local() => conversion;

    /// <summary>Converts the lanes; the index of the first that failed, null lanes included, or the lanes' count.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Fill(Operand<TFrom> source, LaneSet lanes, TTo* target)
    {
        var local = Local();
        var first = lanes.Count;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (!local.TryConvert(source[lane], out var result) && first == lanes.Count)
                first = i;
            target[lane] = result;
        }
        return first;
    }
}
