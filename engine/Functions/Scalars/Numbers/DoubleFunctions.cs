using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Numbers;

/// <summary>Functions of doubles.</summary>
internal static class DoubleFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = Build();

    private static Dictionary<string, Func<Call, FunctionSite>> Build()
    {
        var table = new Dictionary<string, Func<Call, FunctionSite>>();
        foreach (var function in Enum.GetValues<DoubleFunction>())
            table[function.ToString().ToLowerInvariant()] = call => new FunctionSite(new MapKernel<double, double, OfOne>(DataType.Double, new OfOne(function)), call.Arguments[0]);
        foreach (var function in Enum.GetValues<Logarithm>())
            table[function.ToString().ToLowerInvariant()] = call =>
                new FunctionSite(new TryMapKernel<double, double, LogOfOne>(DataType.Double, new LogOfOne(function), null), call.Arguments[0]);
        table["power"] = call => OfTwo<Power>(call);
        table["atan2"] = call => OfTwo<Atan2>(call);
        table["hypot"] = call => OfTwo<Hypot>(call);
        table["log"] = call => OfTwo<LogToBase>(call);
        return table;
    }

    private static FunctionSite OfTwo<TZip>(Call call) where TZip : struct, ITryZip<double, double, double> =>
        new(new TryZipKernel<double, double, double, TZip>(DataType.Double, default, null), call.Arguments[0], call.Arguments[1]);

    private enum DoubleFunction : byte
    {
        Sqrt, Cbrt, Exp, Expm1, Sin, Cos, Tan, Cot, Asin, Acos, Atan, Sinh, Cosh, Tanh, Asinh, Acosh, Atanh, Sec, Csc, Degrees, Radians, Rint,
    }

    private enum Logarithm : byte
    {
        Ln, Log2, Log10, Log1p,
    }

    private readonly struct OfOne(DoubleFunction function) : IMap<double, double>
    {
        public double Map(double value) => function switch
        {
            DoubleFunction.Sqrt => Math.Sqrt(value),
            DoubleFunction.Cbrt => Cbrt(value),
            DoubleFunction.Exp => JavaMath.Exp(value),
            DoubleFunction.Expm1 => Expm1(value),
            DoubleFunction.Sin => Math.Sin(value),
            DoubleFunction.Cos => Math.Cos(value),
            DoubleFunction.Tan => Math.Tan(value),
            DoubleFunction.Cot => 1 / Math.Tan(value),
            DoubleFunction.Asin => Math.Asin(value),
            DoubleFunction.Acos => Math.Acos(value),
            DoubleFunction.Atan => Math.Atan(value),
            DoubleFunction.Sinh => Math.Sinh(value),
            DoubleFunction.Cosh => JavaMath.Cosh(value),
            DoubleFunction.Tanh => Math.Tanh(value),
            DoubleFunction.Asinh => double.IsInfinity(value) || value == 0 ? value : Math.CopySign(LogOfOne.Log1p(Math.Abs(value) + value * value / (1 + Math.Sqrt(value * value + 1))), value),
            DoubleFunction.Acosh => Math.Log(value + Math.Sqrt(value * value - 1)),
            DoubleFunction.Atanh => 0.5 * (LogOfOne.Log1p(value) - LogOfOne.Log1p(-value)),
            DoubleFunction.Sec => 1 / Math.Cos(value),
            DoubleFunction.Csc => 1 / Math.Sin(value),
            DoubleFunction.Degrees => value * (180 / Math.PI),
            DoubleFunction.Radians => value * (Math.PI / 180),
            _ => Math.Round(value, MidpointRounding.ToEven),
        };

        /// <summary>The platform's root and one step of Newton's, which makes cubes of whole numbers exact.</summary>
        private static double Cbrt(double value)
        {
            var root = Math.Cbrt(value);
            return root == 0 || !double.IsFinite(root) ? root : root - (root * root * root - value) / (3 * root * root);
        }

        /// <summary>e^x - 1 without cancelling near zero.</summary>
        private static double Expm1(double value)
        {
            var power = Math.Exp(value);
            if (power == 1)
                return value;
            var less = power - 1;
            return less == -1 || double.IsInfinity(power) ? less : less * value / Math.Log(power);
        }
    }

    private readonly struct LogOfOne(Logarithm function) : ITryMap<double, double>
    {
        public bool TryMap(double value, out double result)
        {
            if (function == Logarithm.Log1p)
            {
                result = Log1p(value);
                return !(value <= -1);
            }
            result = function switch
            {
                Logarithm.Log2 => JavaMath.Log(value) / JavaMath.Log(2),
                Logarithm.Log10 => Math.Log10(value),
                _ => JavaMath.Log(value),
            };
            return !(value <= 0);
        }

        public static double Log1p(double value) => JavaMath.Log1p(value);
    }

    private readonly struct Power : ITryZip<double, double, double>
    {
        public bool TryZip(double left, double right, out double result)
        {
            // Java: 1 to the power of NaN is NaN.
            result = double.IsNaN(right) ? double.NaN : double.IsInfinity(right) && Math.Abs(left) == 1 ? double.NaN : Math.Pow(left, right);
            return true;
        }
    }

    private readonly struct Atan2 : ITryZip<double, double, double>
    {
        public bool TryZip(double left, double right, out double result)
        {
            // Adding zero turns -0.0 into 0.0.
            result = Math.Atan2(left + 0.0, right + 0.0);
            return true;
        }
    }

    private readonly struct Hypot : ITryZip<double, double, double>
    {
        public bool TryZip(double left, double right, out double result)
        {
            result = double.Hypot(left, right);
            return true;
        }
    }

    private readonly struct LogToBase : ITryZip<double, double, double>
    {
        public bool TryZip(double left, double right, out double result)
        {
            result = JavaMath.Log(right) / JavaMath.Log(left);
            return !(left <= 0) && !(right <= 0);
        }
    }
}
