using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Operators;

/// <summary>Operations on the bits of whole numbers.</summary>
internal static class BitwiseFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("bitwise_funcs")
        .Add("&", FunctionKind.Scalar, "Bitwise AND.", call => Infix(call, "bit_and"), id: "bitwise_and")
        .Add("|", FunctionKind.Scalar, "Bitwise OR.", call => Infix(call, "bit_or"), id: "bitwise_or")
        .Add("^", FunctionKind.Scalar, "Bitwise exclusive OR.", call => Infix(call, "bit_xor"), id: "bitwise_xor")
        .Add("~", FunctionKind.Scalar, "Bitwise NOT.", Complement, id: "bitwise_not")
        .Add("shiftleft, <<", FunctionKind.Scalar, "Bits moved left.", call => Shift(call, "shiftleft", "<<"))
        .Add("shiftright, >>", FunctionKind.Scalar, "Bits moved right, keeping the sign.", call => Shift(call, "shiftright", ">>"))
        .Add("shiftrightunsigned, >>>", FunctionKind.Scalar, "Bits moved right, filling with zeros.", call => Shift(call, "shiftrightunsigned", ">>>"))
        .Scalar("bit_count", "How many bits are set.", Signature.Of(Accept.OneOf(Accept.Integral, Accept.Boolean)), DataType.Int)
        .Scalar("bit_get, getbit", "The bit at a position, counted from the lowest, which is 0.", Signature.Of(Accept.Integral, Accept.Int), DataType.Byte, traits: FunctionTraits.CanRaise)
        .Entries;

    private static Expression Infix(CallSite call, string name)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Accept.Any));
        var form = $"({call.Names.Of(call[0])} {call.Name} {call.Names.Of(call[1])})";
        var common = CommonType.Wider(call.TypeOf(0), call.TypeOf(1)) ?? throw BindingErrors.DifferentTypes(call, form);
        if (common is NullType)
            common = DataType.Int;
        if (common is not IntegralType)
        {
            // A decimal beside a DOUBLE becomes one before the operator is asked.
            throw TypeFamilies.Same(call.TypeOf(0), call.TypeOf(1)) || (call.Arguments.Any(a => a.Type is DecimalType) && call.Arguments.Any(a => a.Type is DoubleType)) || TypeFamilies.IsText(call.TypeOf(0)) || TypeFamilies.IsText(call.TypeOf(1))
                ? BindingErrors.WrongOperandType(call, form, common, "\"INTEGRAL\"")
                : BindingErrors.DifferentTypes(call, form);
        }

        var bound = call.With(call.Arguments.Select(a => call.Convert(a, common)));
        return Make(bound, $"bitwise_{name[4..]}", common, form);
    }

    private static Expression Complement(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Integral));
        return Make(call, "bitwise_not", call.TypeOf(0), $"~{call.Names.Of(call[0])}");
    }

    private static Expression Shift(CallSite call, string id, string symbol)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.OneOf(Accept.Int, Accept.Long), Accept.Int));
        return Make(call, id, call.TypeOf(0), call.Name == symbol ? $"({call.Names.Of(call[0])} {symbol} {call.Names.Of(call[1])})" : call.Form);
    }

    private static Expression Make(CallSite call, string id, DataType type, string form) =>
        call.Named(new Call(id, id, call.Arguments, type, Calls.IsNullable(call, Nulls.FromArguments), FunctionTraits.NullIntolerant) { Text = form }, form);
}
