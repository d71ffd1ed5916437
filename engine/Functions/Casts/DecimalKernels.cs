using System.Runtime.CompilerServices;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Values;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Casts;

/// <summary>Between decimals; values of 64 bits stay there where the target's digits allow.</summary>
internal sealed unsafe class DecimalToDecimalKernel(CastSite site, DecimalType from, DecimalType to) : ScalarKernel
{
    public override bool CanRaise => site.CanRaise;

    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var value = operands[0];
        var widens = to.Scale >= from.Scale && to.Precision - to.Scale >= from.Precision - from.Scale;
        // A type of over 18 digits may hold its values in 64 bits.
        if (widens && to.Scale == from.Scale)
            return Retyped.As(value, to);
        if (value.Physical == PhysicalType.Int64 && to.Scale - from.Scale is >= 0 and var up && up <= Decimal64.MaxPrecision && TryScaleUp(value, up, widens, lanes, budget) is { } narrow)
            return narrow;
        using var output = new FlatOutput(to, lanes.Length, budget);
        output.NullWhereAny(value);
        var source = new DecimalOperand(value);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            if (DecimalArithmetic.TryRescale(source[lane], from.Scale, to.Precision, to.Scale, out var result))
                DecimalOutput.Put(output, to, lane, result);
            else if (site.Mode == EvaluationMode.Ansi)
                throw site.Error(value, lane);
            else
                output.SetNull(lane);
        }
        return output.Build();
    }

    private FlatVector? TryScaleUp(Vector value, int up, bool widens, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(to, lanes.Length, budget, PhysicalType.Int64);
        output.NullWhereAny(value);
        return Multiply(new Operand<long>(value), PowersOfTen.Int64(up), lanes, (long*)output.Values)
            && (widens || to.Physical != PhysicalType.Int64 || AllFit(output, lanes)) ? output.Build() : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Multiply(Operand<long> source, long factor, LaneSet lanes, long* target)
    {
        long faults = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            var high = Math.BigMul(source[lane], factor, out target[lane]);
            faults |= high ^ (target[lane] >> 63);
        }
        return faults == 0;
    }

    private bool AllFit(FlatOutput output, LaneSet lanes)
    {
        for (var i = 0; i < lanes.Count; i++)
            if (!PowersOfTen.Fits(((long*)output.Values)[lanes[i]], to.Precision))
                return false;
        return true;
    }
}

/// <summary>From whole numbers, with the type's unit given as a scale (microseconds are seconds of scale 6).</summary>
internal sealed unsafe class IntegerToDecimalKernel<T>(CastSite site, DecimalType to, int scale = 0, int divisor = 1) : ScalarKernel where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    public override bool CanRaise => site.CanRaise;

    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var value = operands[0];
        using var output = new FlatOutput(to, lanes.Length, budget);
        output.NullWhereAny(value);
        var source = new Operand<T>(value);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            if (DecimalArithmetic.TryRescale(long.CreateTruncating(source[lane]) / divisor, scale, to.Precision, to.Scale, out var result))
                DecimalOutput.Put(output, to, lane, result);
            else if (site.Mode == EvaluationMode.Ansi)
                throw site.Error(value, lane);
            else
                output.SetNull(lane);
        }
        return output.Build();
    }
}

/// <summary>From floating-point numbers, by the digits that they print with; null for what is not finite.</summary>
internal sealed unsafe class FloatToDecimalKernel<T>(CastSite site, DecimalType to) : ScalarKernel where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    public override bool CanRaise => site.CanRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var value = operands[0];
        using var output = new FlatOutput(to, lanes.Length, budget);
        output.NullWhereAny(value);
        var source = new Operand<T>(value);
        Span<byte> text = stackalloc byte[FloatText.MaxLength];
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var number = double.CreateTruncating(source[lane]);
            if (!double.IsFinite(number))
                output.SetNull(lane);
            else if (DecimalText.TryParse(text[..FloatText.Format(number, text)], to.Precision, to.Scale, out var result) == DecimalParse.Ok)
                DecimalOutput.Put(output, to, lane, result);
            else if (site.Mode == EvaluationMode.Ansi)
                throw site.Error(value, lane);
            else
                output.SetNull(lane);
        }
        return output.Build();
    }
}

/// <summary>To whole numbers, cutting the fraction off; the result is counted in <paramref name="units"/> a one (seconds into microseconds).</summary>
internal sealed unsafe class DecimalToIntegerKernel<T>(CastSite site, int scale, long units = 1) : ScalarKernel where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    public override bool CanRaise => site.CanRaise;

    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var value = operands[0];
        using var output = new FlatOutput(site.To, lanes.Length, budget);
        output.NullWhereAny(value);
        var source = new DecimalOperand(value);
        var divisor = PowersOfTen.Int128(scale);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            var (whole, rest) = Int128.DivRem(source[lane], divisor);
            // Timestamps take the low 64 bits, as Java's long value of a big decimal does.
            var exact = units == 1 ? whole : whole * units + rest * units / divisor;
            var result = T.CreateTruncating(exact);
            ((T*)output.Values)[lane] = result;
            if (units != 1 || Int128.CreateTruncating(result) == exact)
                continue;
            if (site.Mode == EvaluationMode.Ansi)
                throw site.Error(value, lane);
            if (site.Mode == EvaluationMode.Try)
                output.SetNull(lane);
        }
        return output.Build();
    }
}

/// <summary>To intervals, of which the number counts <paramref name="unit"/>s: whole ones, but for seconds, which keep their microseconds.</summary>
internal sealed unsafe class DecimalToIntervalKernel<T>(CastSite site, int scale, long unit, bool keepsFraction) : ScalarKernel where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    public override bool CanRaise => site.CanRaise;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var value = operands[0];
        using var output = new FlatOutput(site.To, lanes.Length, budget);
        output.NullWhereAny(value);
        var source = new DecimalOperand(value);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (output.IsNull(lane))
                continue;
            // Months round half up, days and years are cut.
            var number = keepsFraction ? source[lane]
                : typeof(T) == typeof(int) && unit == 1 ? Scalars.Numbers.Rounding.Drop(source[lane], scale, Scalars.Numbers.RoundingKind.HalfUp)
                : source[lane] / PowersOfTen.Int128(scale);
            var fits = DecimalArithmetic.TryMultiply(number, keepsFraction ? scale : 0, unit, 0, DecimalType.MaxPrecision, 0, out var exact);
            var result = T.CreateTruncating(exact);
            ((T*)output.Values)[lane] = result;
            if (fits && Int128.CreateTruncating(result) == exact)
                continue;
            if (site.Mode == EvaluationMode.Ansi)
                throw site.Error(value, lane);
            output.SetNull(lane);
        }
        return output.Build();
    }
}

/// <summary>To floating-point numbers: the nearest value, through the decimal digits past what a double counts exactly.</summary>
internal sealed unsafe class DecimalToFloatKernel<T>(CastSite site, int scale) : ScalarKernel where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    // Up to here both the digits and the power of ten are doubles, and one division rounds once.
    private const long ExactDigits = 1L << 53;
    private const int ExactPower = 22;

    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(site.To, lanes.Length, budget);
        output.NullWhereAny(operands[0]);
        var source = new DecimalOperand(operands[0]);
        var power = Math.Pow(10, Math.Min(scale, ExactPower));
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            var value = source[lane];
            if (typeof(T) == typeof(double) && scale <= ExactPower && value > -ExactDigits && value < ExactDigits)
            {
                ((double*)output.Values)[lane] = (long)value / power;
            }
            else if (!output.IsNull(lane))
            {
                var digits = text[..DecimalText.Format(value, scale, text)];
                if (typeof(T) == typeof(float))
                    FloatText.TryParse(digits, out ((float*)output.Values)[lane]);
                else
                    FloatText.TryParse(digits, out ((double*)output.Values)[lane]);
            }
        }
        return output.Build();
    }
}
