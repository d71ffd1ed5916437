using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Functions.Catalog.Operators;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of numbers.</summary>
internal static class MathFunctions
{
    private static readonly Signature OneDouble = Signature.Of(Accept.Double);
    private static readonly Signature TwoDoubles = Signature.Of(Accept.Double, Accept.Double);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("math_funcs")
        .Scalar("abs", "The value without its sign.", Signature.Of(Accept.NumericOrAnsiInterval), Result.As(0), traits: FunctionTraits.CanRaise)
        .Add("round", FunctionKind.Scalar, "Rounds half up to a number of digits after the point.", call => Round(call, "round"))
        .Add("bround", FunctionKind.Scalar, "Rounds half to even to a number of digits after the point.", call => Round(call, "bround"))
        .Add("ceil:CEIL, ceiling", FunctionKind.Scalar, "The smallest whole number not below the value.", call => Whole(call, "ceil"))
        .Add("floor:FLOOR", FunctionKind.Scalar, "The greatest whole number not above the value.", call => Whole(call, "floor"))
        .Add("pmod", FunctionKind.Scalar, "The remainder with the sign of the divisor.", Pmod)
        .Scalar("sqrt:SQRT", "The square root.", OneDouble, DataType.Double)
        .Scalar("cbrt:CBRT", "The cube root.", OneDouble, DataType.Double)
        .Scalar("exp:EXP", "e to a power.", OneDouble, DataType.Double)
        .Scalar("expm1:EXPM1", "e to a power, less 1.", OneDouble, DataType.Double)
        .Scalar("ln", "The natural logarithm; null for a value that is not above 0.", OneDouble, DataType.Double, Nulls.Always)
        .Add("log:LOG", FunctionKind.Scalar, "The logarithm, natural or to a base.", Log, otherKernels: "ln")
        .Scalar("log10:LOG10", "The logarithm to base 10.", OneDouble, DataType.Double, Nulls.Always)
        .Scalar("log2:LOG2", "The logarithm to base 2.", OneDouble, DataType.Double, Nulls.Always)
        .Scalar("log1p:LOG1P", "The natural logarithm of the value and 1.", OneDouble, DataType.Double, Nulls.Always)
        .Scalar("power:POWER, pow", "A base to a power.", TwoDoubles, DataType.Double)
        .Scalar("signum:SIGNUM, sign", "-1, 0 or 1 by the sign.", Signature.Of(Accept.OneOf(Accept.Double, Accept.YearMonth, Accept.DayTime)), DataType.Double)
        .Scalar("sin:SIN", "The sine.", OneDouble, DataType.Double)
        .Scalar("cos:COS", "The cosine.", OneDouble, DataType.Double)
        .Scalar("tan:TAN", "The tangent.", OneDouble, DataType.Double)
        .Scalar("cot:COT", "The cotangent.", OneDouble, DataType.Double)
        .Scalar("asin:ASIN", "The arc sine.", OneDouble, DataType.Double)
        .Scalar("acos:ACOS", "The arc cosine.", OneDouble, DataType.Double)
        .Scalar("atan:ATAN", "The arc tangent.", OneDouble, DataType.Double)
        .Scalar("atan2:ATAN2", "The angle of a point.", TwoDoubles, DataType.Double)
        .Scalar("sinh:SINH", "The hyperbolic sine.", OneDouble, DataType.Double)
        .Scalar("cosh:COSH", "The hyperbolic cosine.", OneDouble, DataType.Double)
        .Scalar("tanh:TANH", "The hyperbolic tangent.", OneDouble, DataType.Double)
        .Scalar("asinh:ASINH", "The inverse hyperbolic sine.", OneDouble, DataType.Double)
        .Scalar("acosh:ACOSH", "The inverse hyperbolic cosine.", OneDouble, DataType.Double)
        .Scalar("atanh:ATANH", "The inverse hyperbolic tangent.", OneDouble, DataType.Double)
        .Scalar("sec:SEC", "The secant.", OneDouble, DataType.Double)
        .Scalar("csc:CSC", "The cosecant.", OneDouble, DataType.Double)
        .Add("width_bucket", FunctionKind.Scalar, "The number of the bucket of equal width that a value falls into, between two bounds.", WidthBucket)
        .Add("conv", FunctionKind.Scalar, "Digits of one base in another.", Conv)
        .Scalar("degrees:DEGREES", "Radians as degrees.", OneDouble, DataType.Double)
        .Scalar("radians:RADIANS", "Degrees as radians.", OneDouble, DataType.Double)
        .Scalar("hypot:HYPOT", "The length of a hypotenuse.", TwoDoubles, DataType.Double)
        .Scalar("rint", "The nearest whole number, half to even.", OneDouble, DataType.Double)
        .Add("pi", FunctionKind.Scalar, "The ratio of a circle's circumference to its diameter.", call => Constant(call, Math.PI, "PI()"), needsKernel: false)
        .Add("e", FunctionKind.Scalar, "Euler's number.", call => Constant(call, Math.E, "E()"), needsKernel: false)
        .Scalar("factorial", "The factorial of 0 to 20, else null.", Signature.Of(Accept.Int), DataType.Long, Nulls.Always)
        .Scalar("hex", "Hexadecimal digits of a whole number, of text or of binary.", Signature.Of(Accept.OneOf(Accept.Long, Accept.Binary, Accept.Text)), DataType.String)
        .Scalar("unhex", "The bytes that hexadecimal digits name; null for other text.", Signature.Of(Accept.Text), DataType.Binary, Nulls.Always)
        .Scalar("bin", "Binary digits of a whole number.", Signature.Of(Accept.Long), DataType.String)
        .Entries;

    private static Expression Constant(CallSite call, double value, string form)
    {
        ArgumentBinder.Bind(call, Signature.Of());
        return call.Named(Literal.Of(value), form);
    }

    /// <summary>round and bround: the scale is a constant, and a decimal's type follows it.</summary>
    private static Expression Round(CallSite call, string id)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Numeric, Signature.Constant(Accept.Int, "scale", Literal.Of(0))));
        var type = call.TypeOf(0);
        if (type is DecimalType d && call.ConstantOf(1) is int digits)
        {
            // A carry may need one more digit before the point.
            var integral = d.Precision - d.Scale + 1;
            type = digits < 0
                ? new DecimalType(Math.Min(DecimalShape.MaxPrecision, Math.Max(integral, -digits + 1)), 0)
                : new DecimalType(Math.Min(DecimalShape.MaxPrecision, integral + Math.Min(d.Scale, digits)), Math.Min(d.Scale, digits));
        }

        return Calls.Of(call, id, type, Calls.IsNullable(call, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }

    private static Expression Whole(CallSite call, string id)
    {
        if (call.Count == 2)
        {
            if (call[1].Type is NullType || !call[1].IsFoldable || call.Folded(1)?.Value is null)
                throw BindingErrors.NotConstantArgument(call with { DisplayName = call.Name }, 1, "scale");
            return Round(ArgumentBinder.Bind(call with { DisplayName = call.Name }, Signature.Of(Accept.Decimal, Accept.Int)), id);
        }

        call = ArgumentBinder.Bind(call, Signature.Of(Accept.OneOf(Accept.Double, Accept.Decimal, Accept.Long)));
        DataType type = call.TypeOf(0) is DecimalType d
            ? new DecimalType(Math.Min(DecimalShape.MaxPrecision, Math.Max(d.Precision - d.Scale + (d.Scale == 0 ? 0 : 1), 1)), 0)
            : DataType.Long;
        return Calls.Of(call, id, type, Calls.IsNullable(call, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }

    private static Expression Pmod(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Accept.Any));
        var (left, right) = NumericArithmetic.Promote(call, call.Form);
        var type = NumericArithmetic.ResultType(ArithmeticOperator.Remainder, left.Type, right.Type, call.Session.AllowPrecisionLoss);
        var bound = call.With([left, right]);
        return Calls.Of(bound, "pmod", type, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }

    private static Expression WidthBucket(CallSite call)
    {
        var bounds = call.Count > 0 ? call.TypeOf(0) switch { YearMonthIntervalType => Accept.YearMonth, DayTimeIntervalType => Accept.DayTime, _ => Accept.Double } : Accept.Double;
        var bound = ArgumentBinder.Bind(call, Signature.Of(ReferenceEquals(bounds, Accept.Double) ? Accept.OneOf(Accept.Double, Accept.YearMonth, Accept.DayTime) : bounds, bounds, bounds, Accept.Long));
        return Calls.Of(bound, "width_bucket", DataType.Long, true, FunctionTraits.NullIntolerant);
    }

    private static Expression Conv(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Int, Accept.Int));
        return Calls.Of(bound, "conv", DataType.String, true, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant, Calls.FailOnError(bound));
    }

    private static Expression Log(CallSite call)
    {
        if (call.Count != 1)
            return Calls.Of(ArgumentBinder.Bind(call, TwoDoubles), "log", DataType.Double, true, FunctionTraits.NullIntolerant);
        var bound = ArgumentBinder.Bind(call, OneDouble);
        return call.Named(new Call("ln", "ln", bound.Arguments, DataType.Double, true, FunctionTraits.NullIntolerant), $"{(call.Name == "log" ? "LOG(E(), " : "ln(")}{call.Names.Of(call[0])})");
    }
}
