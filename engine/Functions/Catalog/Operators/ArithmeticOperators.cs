using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Operators;

/// <summary><c>+ - * / % div</c>, their names, and their <c>try_</c> forms.</summary>
internal static class ArithmeticOperators
{
    private static readonly Signature Two = Signature.Of(Accept.Any, Accept.Any);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("math_funcs")
        .Add("+", FunctionKind.Scalar, "The sum; of a date or timestamp and an interval, the later time.", call => Unary(call) ?? Infix(call, ArithmeticOperator.Add),
            needsKernel: false, otherKernels: TemporalArithmetic.Kernels)
        .Add("-", FunctionKind.Scalar, "The difference, or the negated operand.", call => Unary(call) ?? Infix(call, ArithmeticOperator.Subtract), needsKernel: false)
        .Add("*", FunctionKind.Scalar, "The product.", call => Infix(call, ArithmeticOperator.Multiply), needsKernel: false)
        .Add("/", FunctionKind.Scalar, "The quotient with a fraction.", call => Infix(call, ArithmeticOperator.Divide), needsKernel: false)
        .Add("div", FunctionKind.Scalar, "The whole part of the quotient, a BIGINT.", call => Infix(call, ArithmeticOperator.IntegralDivide), needsKernel: false)
        .Add("%", FunctionKind.Scalar, "The remainder with the sign of the left operand.", call => Infix(call, ArithmeticOperator.Remainder), needsKernel: false)
        .Add("mod", FunctionKind.Scalar, "The remainder with the sign of the left operand.", call => Prefix(call, ArithmeticOperator.Remainder, call.Session.Mode), needsKernel: false)
        .Add("try_add", FunctionKind.Scalar, "The sum, or null where it overflows.", call => Prefix(call, ArithmeticOperator.Add, EvaluationMode.Try), needsKernel: false)
        .Add("try_subtract", FunctionKind.Scalar, "The difference, or null where it overflows.", call => Prefix(call, ArithmeticOperator.Subtract, EvaluationMode.Try), needsKernel: false)
        .Add("try_multiply", FunctionKind.Scalar, "The product, or null where it overflows.", call => Prefix(call, ArithmeticOperator.Multiply, EvaluationMode.Try), needsKernel: false)
        .Add("try_divide", FunctionKind.Scalar, "The quotient, or null for a zero divisor.", call => Prefix(call, ArithmeticOperator.Divide, EvaluationMode.Try), needsKernel: false)
        .Add("try_mod", FunctionKind.Scalar, "The remainder, or null for a zero divisor.", call => Prefix(call, ArithmeticOperator.Remainder, EvaluationMode.Try), needsKernel: false)
        .Add("negative", FunctionKind.Scalar, "The negated number or interval.", call => Negate(call, $"negative({string.Join(", ", call.Arguments.Select(call.Names.Of))})"))
        .Add("positive", FunctionKind.Scalar, "The operand itself.", call => Unary(call with { Name = "+" }) ?? throw BindingErrors.WrongNumberOfArguments(call, "1"), needsKernel: false)
        .Entries;

    private static Expression Infix(CallSite call, ArithmeticOperator op)
    {
        call = ArgumentBinder.Bind(call, Two);
        return Bind(call, op, call.Session.Mode, $"({call.Names.Of(call[0])} {call.Name.ToLowerInvariant()} {call.Names.Of(call[1])})");
    }

    private static Expression Prefix(CallSite call, ArithmeticOperator op, EvaluationMode mode)
    {
        call = ArgumentBinder.Bind(call, Two);
        var form = call.Form;
        var bound = Bind(call, op, mode, form);
        if (mode == EvaluationMode.Try && bound is Call temporal)
        {
            // The kernels of dates and intervals raise; a TRY of them is a kernel's own business.
            bound = temporal with { Arguments = [.. temporal.Arguments, Literal.Of(false)], IsNullable = true, Traits = FunctionTraits.None };
        }

        return call.Named(bound, form);
    }

    private static Expression Bind(CallSite call, ArithmeticOperator op, EvaluationMode mode, string form)
    {
        if (!TemporalArithmetic.Concerns(call.TypeOf(0), call.TypeOf(1)))
            return NumericArithmetic.Bind(call, op, mode, form);
        return op switch
        {
            ArithmeticOperator.Add => TemporalArithmetic.Add(call, form),
            ArithmeticOperator.Subtract => TemporalArithmetic.Subtract(call, form),
            ArithmeticOperator.Multiply when TypeFamilies.IsInterval(call.TypeOf(0)) || TypeFamilies.IsInterval(call.TypeOf(1)) => TemporalArithmetic.Multiply(call, form),
            ArithmeticOperator.Divide when TypeFamilies.IsInterval(call.TypeOf(0)) => TemporalArithmetic.Divide(call, form),
            _ => NumericArithmetic.Bind(call, op, mode, form),
        };
    }

    /// <summary>The sign before one operand; null where there are two.</summary>
    private static Expression? Unary(CallSite call)
    {
        if (call.Count != 1)
            return null;
        var form = $"({call.Name} {call.Names.Of(call[0])})";
        if (call.Name == "-")
            return Negate(call, form);
        return call.Named(Numeric(call), form);
    }

    private static Expression Negate(CallSite call, string form)
    {
        if (call.Count != 1)
            throw BindingErrors.WrongNumberOfArguments(call, "1");
        // A sign before a number is the number's own: the parser may leave it to us.
        var operand = Numeric(call with { DisplayName = "negative" });
        var traits = FunctionTraits.NullIntolerant | (call.Session.IsAnsi && operand.Type is IntegralType || TypeFamilies.IsInterval(operand.Type) ? FunctionTraits.CanRaise : 0);
        return call.Named(new Call("negative", "negative", [operand], operand.Type, operand.Nullable, traits) { Text = form }, form);
    }

    private static Expression Numeric(CallSite call) => call.Convert(call[0], Accept.NumericOrInterval.Coerce(call.TypeOf(0))
        ?? throw BindingErrors.UnexpectedType(call, 0, Accept.NumericOrInterval.Text));
}
