namespace Spindle.Columnar.Numerics;

/// <summary>An unsigned 256-bit integer: what a product of two 128-bit values is before it is rounded.</summary>
internal readonly record struct UInt256(UInt128 High, UInt128 Low)
{
    /// <summary>The full product of two 128-bit values.</summary>
    public static UInt256 Multiply(UInt128 left, UInt128 right)
    {
        var (leftHigh, leftLow) = ((ulong)(left >> 64), (ulong)left);
        var (rightHigh, rightLow) = ((ulong)(right >> 64), (ulong)right);
        var low = Product(leftLow, rightLow);
        if ((leftHigh | rightHigh) == 0)
            return new UInt256(0, low);
        var cross1 = Product(leftHigh, rightLow);
        var cross2 = Product(leftLow, rightHigh);
        var middle = (low >> 64) + (ulong)cross1 + (ulong)cross2;
        return new UInt256(Product(leftHigh, rightHigh) + (cross1 >> 64) + (cross2 >> 64) + (middle >> 64), (middle << 64) | (ulong)low);
    }

    /// <summary>The product with a 128-bit value; false when it needs more than 256 bits.</summary>
    public bool TryMultiply(UInt128 factor, out UInt256 product)
    {
        // The result may be stored over this value: read it first.
        var (thisHigh, thisLow) = (High, Low);
        var lower = Multiply(thisLow, factor);
        if (thisHigh == 0)
        {
            product = lower;
            return true;
        }
        var upper = Multiply(thisHigh, factor);
        var high = unchecked(lower.High + upper.Low);
        product = lower with { High = high };
        return upper.High == 0 && high >= upper.Low;
    }

    /// <summary>Quotient and remainder; the divisor is not zero.</summary>
    public (UInt256 Quotient, UInt128 Remainder) DivRem(UInt128 divisor)
    {
        if (High == 0)
        {
            var (quotient, remainder) = UInt128.DivRem(Low, divisor);
            return (new UInt256(0, quotient), remainder);
        }
        return (ulong)(divisor >> 64) == 0 && (uint)((ulong)divisor >> 32) == 0 ? DivRemShort((uint)divisor) : DivRemLong(divisor);
    }

    private static UInt128 Product(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return new UInt128(high, low);
    }

    private (UInt256, UInt128) DivRemShort(uint divisor)
    {
        Span<uint> limbs = stackalloc uint[8];
        ToLimbs(this, limbs);
        ulong remainder = 0;
        for (var i = 7; i >= 0; i--)
        {
            var part = (remainder << 32) | limbs[i];
            limbs[i] = (uint)(part / divisor);
            remainder = part % divisor;
        }
        return (FromLimbs(limbs), remainder);
    }

    /// <summary>Schoolbook division in 32-bit digits: each quotient digit is estimated from the leading digits, at most two too large, and corrected.</summary>
    private (UInt256, UInt128) DivRemLong(UInt128 divisor)
    {
        var shift = (int)UInt128.LeadingZeroCount(divisor);
        var digits = 4 - shift / 32;
        shift %= 32;
        Span<uint> v = stackalloc uint[4];
        ToLimbs(new UInt256(0, divisor << shift), v);
        Span<uint> u = stackalloc uint[9];
        ToLimbs(new UInt256((High << shift) | (shift == 0 ? 0 : Low >> (128 - shift)), Low << shift), u);
        u[8] = shift == 0 ? 0 : (uint)(High >> (128 - shift));
        Span<uint> q = stackalloc uint[8];
        q.Clear();
        for (var j = 8 - digits; j >= 0; j--)
        {
            var top = ((ulong)u[j + digits] << 32) | u[j + digits - 1];
            var estimate = top / v[digits - 1];
            var rest = top % v[digits - 1];
            while (estimate > uint.MaxValue || estimate * v[digits - 2] > ((rest << 32) | u[j + digits - 2]))
            {
                estimate--;
                rest += v[digits - 1];
                if (rest > uint.MaxValue)
                    break;
            }
            if (SubtractProduct(u.Slice(j, digits + 1), v[..digits], (uint)estimate))
            {
                estimate--;
                AddBack(u.Slice(j, digits + 1), v[..digits]);
            }
            q[j] = (uint)estimate;
        }
        var remainder = FromLimbs(u[..8]).Low >> shift;
        if (shift != 0 && digits == 4)
            remainder |= (UInt128)u[4] << (128 - shift);
        return (FromLimbs(q), remainder);
    }

    /// <summary>Takes digit * v from u; true when that went below zero (u then holds the difference plus one unit above its top).</summary>
    private static bool SubtractProduct(Span<uint> u, ReadOnlySpan<uint> v, uint digit)
    {
        ulong carry = 0;
        long borrow = 0;
        for (var i = 0; i < v.Length; i++)
        {
            carry += (ulong)digit * v[i];
            var difference = u[i] - (long)(uint)carry + borrow;
            u[i] = (uint)difference;
            borrow = difference >> 32;
            carry >>= 32;
        }
        var last = u[v.Length] - (long)carry + borrow;
        u[v.Length] = (uint)last;
        return last < 0;
    }

    private static void AddBack(Span<uint> u, ReadOnlySpan<uint> v)
    {
        ulong carry = 0;
        for (var i = 0; i < v.Length; i++)
        {
            carry += (ulong)u[i] + v[i];
            u[i] = (uint)carry;
            carry >>= 32;
        }
        u[v.Length] += (uint)carry;
    }

    private static void ToLimbs(UInt256 value, Span<uint> limbs)
    {
        for (var i = 0; i < Math.Min(limbs.Length, 8); i++)
            limbs[i] = (uint)((i < 4 ? value.Low : value.High) >> (32 * (i & 3)));
    }

    private static UInt256 FromLimbs(ReadOnlySpan<uint> limbs) => new(
        new UInt128(((ulong)limbs[7] << 32) | limbs[6], ((ulong)limbs[5] << 32) | limbs[4]),
        new UInt128(((ulong)limbs[3] << 32) | limbs[2], ((ulong)limbs[1] << 32) | limbs[0]));
}
