using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Casts;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Operators;

/// <summary>The kernels of <see cref="Arithmetic"/>.</summary>
internal static class ArithmeticKernels
{
    public static ScalarKernel Create(Arithmetic expression) => expression.Left.Type is DecimalType
        ? new DecimalArithmeticKernel(expression.Operator, expression.ResultType, expression.Mode, expression.Origin)
        : new NumberArithmeticKernel(KindOf(expression.Operator), expression.ResultType, expression.Mode, expression.Origin);

    public static ArithmeticKind KindOf(ArithmeticOperator operation) => operation switch
    {
        ArithmeticOperator.Add => ArithmeticKind.Add,
        ArithmeticOperator.Subtract => ArithmeticKind.Subtract,
        ArithmeticOperator.Multiply => ArithmeticKind.Multiply,
        ArithmeticOperator.Remainder => ArithmeticKind.Remainder,
        _ => ArithmeticKind.Divide,
    };

    public static FaultHandling FaultsOf(EvaluationMode mode) => mode switch
    {
        EvaluationMode.Ansi => FaultHandling.Report,
        EvaluationMode.Try => FaultHandling.Null,
        _ => FaultHandling.Wrap,
    };

    /// <summary>The two operands of a lane as an error message shows them.</summary>
    public static string Describe(ArithmeticKind kind, Vector left, Vector right, int lane)
    {
        var symbol = kind switch { ArithmeticKind.Add => "+", ArithmeticKind.Subtract => "-", ArithmeticKind.Multiply => "*", ArithmeticKind.Divide => "/", _ => "%" };
        return $"{LaneText.Of(left, lane)} {symbol} {LaneText.Of(right, lane)}";
    }
}

/// <summary>Arithmetic on whole and floating-point numbers.</summary>
internal sealed class NumberArithmeticKernel(ArithmeticKind kind, DataType type, EvaluationMode mode, Origin origin) : ScalarKernel
{
    public override bool CanRaise => mode == EvaluationMode.Ansi && (type is IntegralType || kind >= ArithmeticKind.Divide);

    public override bool IsCheap => true;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        if (operands[0].Physical == PhysicalType.Null || operands[1].Physical == PhysicalType.Null)
            return new ConstantVector(ConstantNode.Single(null, type, budget), lanes.Length);
        var result = ArithmeticKernel.Compute(kind, operands[0], operands[1], type, ArithmeticKernels.FaultsOf(mode), lanes, budget, out var lane);
        return result ?? throw Error(operands[0], operands[1], lane);
    }

    private SpindleException Error(Vector left, Vector right, int lane)
    {
        // Of the divisions only that of the smallest value by -1 overflows.
        var isZero = kind >= ArithmeticKind.Divide && LaneText.Of(right, lane) is "0" or "0.0" or "-0.0";
        return !isZero ? EvaluationErrors.Overflow(type, ArithmeticKernels.Describe(kind, left, right, lane), origin)
            : kind == ArithmeticKind.Divide ? EvaluationErrors.DivideByZero(origin)
            : EvaluationErrors.RemainderByZero(origin);
    }
}

/// <summary>Arithmetic on decimals.</summary>
internal sealed class DecimalArithmeticKernel(ArithmeticOperator operation, DataType type, EvaluationMode mode, Origin origin) : ScalarKernel
{
    public override bool CanRaise => mode == EvaluationMode.Ansi;

    public override bool IsCheap => operation <= ArithmeticOperator.Multiply;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        var (left, right) = (operands[0], operands[1]);
        if (left.Physical == PhysicalType.Null || right.Physical == PhysicalType.Null)
            return new ConstantVector(ConstantNode.Single(null, type, budget), lanes.Length);
        var faults = ArithmeticKernels.FaultsOf(mode);
        var result = operation == ArithmeticOperator.IntegralDivide
            ? DecimalKernel.IntegralDivide(left, right, faults, lanes, budget, out var lane)
            : DecimalKernel.Compute(ArithmeticKernels.KindOf(operation), left, right, (DecimalType)type, faults, lanes, budget, out lane);
        return result ?? throw Error(left, right, lane);
    }

    private SpindleException Error(Vector left, Vector right, int lane)
    {
        var kind = ArithmeticKernels.KindOf(operation);
        if (kind >= ArithmeticKind.Divide && new DecimalOperand(right)[lane] == 0)
            return kind == ArithmeticKind.Remainder ? EvaluationErrors.RemainderByZero(origin) : EvaluationErrors.DivideByZero(origin);
        var text = ArithmeticKernels.Describe(kind, left, right, lane);
        return type is DecimalType shape ? EvaluationErrors.DecimalOutOfRange(text, shape, origin) : EvaluationErrors.Overflow(type, text, origin);
    }
}
