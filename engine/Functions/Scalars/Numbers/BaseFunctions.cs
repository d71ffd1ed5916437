using System.Buffers;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Numbers written to other bases.</summary>
internal static class BaseFunctions
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["conv"] = call => new FunctionSite(new TextFunctionKernel<Convert>(DataType.String, new Convert(call.Arguments[^1] is Literal { Value: true }, call.Origin), canRaise: true), [.. call.Arguments.Take(3)]),
    };

    /// <summary>
    /// conv(digits, from, to): reads digits as far as they are some, as 64 bits without a sign; a negative target base shows them as a signed number. Bases are 2 to 36.
    /// </summary>
    private readonly struct Convert(bool raises, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane).Trim((byte)' ');
            var (from, to) = (operands[1].Int(lane), operands[2].Int(lane));
            if (from is < 2 or > 36 || to is int.MinValue || Math.Abs(to) is < 2 or > 36 || text.IsEmpty)
                return false;
            var isNegative = text[0] == '-';
            var value = Read(isNegative ? text[1..] : text, (uint)from);
            if (isNegative && to > 0)
                value = (long)value < 0 ? ulong.MaxValue : 0 - value;
            if (to < 0 && (long)value < 0)
            {
                value = 0 - value;
                isNegative = true;
            }

            Span<byte> digits = stackalloc byte[65];
            var at = digits.Length;
            do
            {
                digits[--at] = (byte)Digits[(int)(value % (uint)Math.Abs(to))];
                value /= (uint)Math.Abs(to);
            }
            while (value != 0);
            if (isNegative && to < 0)
                digits[--at] = (byte)'-';
            target.Write(digits[at..]);
            return true;
        }

        private ulong Read(ReadOnlySpan<byte> text, uint from)
        {
            ulong value = 0;
            foreach (var character in text)
            {
                var digit = Digits.IndexOf(char.ToUpperInvariant((char)character), StringComparison.Ordinal);
                if (digit < 0 || digit >= from)
                    break;
                var next = (UInt128)value * from + (uint)digit;
                if (next > ulong.MaxValue)
                    return raises ? throw new SpindleException(ErrorClasses.ArithmeticOverflow, "conv() holds no more than 64 bits", origin) : ulong.MaxValue;
                value = (ulong)next;
            }

            return value;
        }
    }
}
