using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Operators;

/// <summary>Arithmetic on two numbers: brings the operands to the types that the operator computes in.</summary>
internal static class NumericArithmetic
{
    /// <summary>The typed operation; throws DATATYPE_MISMATCH where the operands are no numbers or do not go together.</summary>
    public static Expression Bind(CallSite call, ArithmeticOperator op, EvaluationMode mode, string form)
    {
        var (left, right) = Promote(call, form);
        if (op == ArithmeticOperator.Divide)
        {
            if (call.Arguments.Any(a => a.Type is NullType) || left.Type is not DecimalType || right.Type is not DecimalType)
                (left, right) = (call.Convert(left, DataType.Double), call.Convert(right, DataType.Double));
        }
        else if (op == ArithmeticOperator.IntegralDivide && left.Type is IntegralType)
        {
            (left, right) = (call.Convert(left, DataType.Long), call.Convert(right, DataType.Long));
        }
        else if (op == ArithmeticOperator.IntegralDivide && left.Type is not DecimalType)
        {
            if (!TypeFamilies.Same(call.TypeOf(0), call.TypeOf(1)) && !call.Arguments.Any(a => TypeFamilies.IsText(a.Type)))
                throw BindingErrors.DifferentTypes(call, form);
            throw BindingErrors.WrongOperandType(call, form, left.Type, "(\"BIGINT\" or \"DECIMAL\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\")");
        }

        return new Arithmetic(op, left, right, ResultType(op, left.Type, right.Type, call.Session.AllowPrecisionLoss), mode) { Origin = call.Origin };
    }

    /// <summary>Both operands as numbers of one type, or as decimals of a shape each.</summary>
    public static (Expression Left, Expression Right) Promote(CallSite call, string form)
    {
        var (left, right) = (call[0], call[1]);
        if (left.Type is NullType && right.Type is NullType)
            return call.Name == "div"
                ? (call.Convert(left, DataType.Long), call.Convert(right, DataType.Long))
                : (call.Convert(left, DataType.Double), call.Convert(right, DataType.Double));
        if (!TypeFamilies.Same(left.Type, right.Type) && CommonType.OfText(left.Type, right.Type) is { } promoted)
            (left, right) = (call.Convert(left, promoted), call.Convert(right, promoted));
        if (left.Type is NullType && right.Type is NumericType)
            left = call.Convert(left, right.Type);
        if (right.Type is NullType && left.Type is NumericType)
            right = call.Convert(right, left.Type);

        if (left.Type is DecimalType || right.Type is DecimalType)
        {
            if (left.Type is FloatType or DoubleType || right.Type is FloatType or DoubleType)
                return (call.Convert(left, DataType.Double), call.Convert(right, DataType.Double));
            if (left.Type is NumericType && right.Type is NumericType)
                return (AsDecimal(call, left), AsDecimal(call, right));
        }

        if (CommonType.Tightest(left.Type, right.Type) is not { } common)
            throw BindingErrors.DifferentTypes(call.With([left, right]), form);
        if (common is not NumericType)
            throw OperandTypes(call, common, form);
        return (call.Convert(left, common), call.Convert(right, common));
    }

    /// <summary>Operands that meet in a type which the operator does not take: their common type is to blame only where both have it.</summary>
    private static Columnar.Errors.SpindleException OperandTypes(CallSite call, DataType common, string form) =>
        TypeFamilies.Same(call.TypeOf(0), call.TypeOf(1)) || TypeFamilies.IsText(call.TypeOf(0)) || TypeFamilies.IsText(call.TypeOf(1))
            ? BindingErrors.WrongOperandType(call, form, common, Required(call.Name))
            : BindingErrors.DifferentTypes(call, form);

    public static DataType ResultType(ArithmeticOperator op, DataType left, DataType right, bool allowPrecisionLoss)
    {
        if (op == ArithmeticOperator.IntegralDivide)
            return DataType.Long;
        if (left is not DecimalType l || right is not DecimalType r)
            return left;
        var (a, b) = (TypeFamilies.Shape(l), TypeFamilies.Shape(r));
        return TypeFamilies.Of(op switch
        {
            ArithmeticOperator.Multiply => DecimalTypeRules.Multiply(a, b, allowPrecisionLoss),
            ArithmeticOperator.Divide => DecimalTypeRules.Divide(a, b, allowPrecisionLoss),
            ArithmeticOperator.Remainder => DecimalTypeRules.Remainder(a, b, allowPrecisionLoss),
            _ => DecimalTypeRules.Add(a, b, allowPrecisionLoss),
        });
    }

    /// <summary>A whole constant becomes the narrowest decimal that holds it, so that <c>price * 2</c> does not lose scale.</summary>
    private static Expression AsDecimal(CallSite call, Expression value)
    {
        if (value.Type is DecimalType)
            return value;
        if (value is Literal { Value: short or int or long } literal)
        {
            var digits = Int128.Abs(System.Convert.ToInt64(literal.Value, System.Globalization.CultureInfo.InvariantCulture)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return call.Convert(value, new DecimalType(digits.Length, 0));
        }

        return call.Convert(value, TypeFamilies.DecimalFor(value.Type));
    }

    private static string Required(string op) => op switch
    {
        "/" => "(\"DOUBLE\" or \"DECIMAL\")",
        "+" or "-" => Accept.NumericOrInterval.Text,
        _ => Accept.Numeric.Text,
    };
}
