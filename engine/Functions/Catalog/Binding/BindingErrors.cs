using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Binding;

/// <summary>The errors of calls whose arguments do not fit.</summary>
public static class BindingErrors
{
    private static readonly string[] Ordinals = ["zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    public static SpindleException WrongNumberOfArguments(CallSite call, string expected) => new(
        new ErrorClass("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605"),
        $"{call.Name} takes {expected} argument(s), but {call.Count} are given.",
        call.Origin,
        parameters: new Dictionary<string, string> { ["functionName"] = $"`{call.Name}`", ["expectedNum"] = expected, ["actualNum"] = $"{call.Count}" });

    public static SpindleException UnexpectedType(CallSite call, int index, string required) => Mismatch(
        call,
        "UNEXPECTED_INPUT_TYPE",
        $"the {Ordinal(index + 1)} argument, {call.Names.Of(call[index])}, is {call.TypeOf(index).Sql} where {required} is needed; cast it.",
        ("paramIndex", Ordinal(index + 1)), ("requiredType", required), ("inputSql", $"\"{call.Names.Of(call[index])}\""), ("inputType", $"\"{call.TypeOf(index).Sql}\""));

    public static SpindleException DifferentTypes(CallSite call, string form) => Mismatch(
        call,
        "BINARY_OP_DIFF_TYPES",
        $"the operands of {form} are {call.TypeOf(0).Sql} and {call.TypeOf(1).Sql}, which do not go together; cast one of them.",
        ("left", $"\"{call.TypeOf(0).Sql}\""), ("right", $"\"{call.TypeOf(1).Sql}\""));

    public static SpindleException WrongOperandType(CallSite call, string form, DataType actual, string required) => Mismatch(
        call,
        "BINARY_OP_WRONG_TYPE",
        $"the operands of {form} are {actual.Sql} where {required} is needed; cast them.",
        ("inputType", required), ("actualDataType", $"\"{actual.Sql}\""));

    public static SpindleException NoCommonType(CallSite call, IEnumerable<Expression> values) => Mismatch(
        call,
        "DATA_DIFF_TYPES",
        $"the arguments of {call.DisplayName} have types that do not go together: {string.Join(", ", values.Select(v => v.Type.Sql).Distinct())}; cast them to one.",
        ("functionName", $"`{call.DisplayName}`"), ("dataType", $"({string.Join(" or ", values.Select(v => $"\"{v.Type.Sql}\""))})"));

    public static SpindleException NotConstant(CallSite call, int index, string name) => Mismatch(
        call,
        "NON_FOLDABLE_INPUT",
        $"{name} must be a constant, but {call.Names.Of(call[index])} is not.",
        ("inputName", $"`{name}`"), ("inputType", $"\"{call.TypeOf(index).Sql}\""), ("inputExpr", $"\"{call.Names.Of(call[index])}\""));

    /// <summary>NON_FOLDABLE_ARGUMENT, which functions raise that are chosen by a constant.</summary>
    public static SpindleException NotConstantArgument(CallSite call, int index, string name) => new(
        new ErrorClass("NON_FOLDABLE_ARGUMENT", "42K08"), $"{name} of {call.DisplayName} must be a constant that is not null, but {call.Names.Of(call[index])} is not.", call.Origin,
        parameters: new Dictionary<string, string> { ["funcName"] = $"`{call.DisplayName}`", ["paramName"] = $"`{name}`", ["paramType"] = $"\"{call.TypeOf(index).Sql}\"" });

    public static SpindleException NotOrderable(CallSite call, DataType type) => Mismatch(
        call,
        "INVALID_ORDERING_TYPE",
        $"{call.DisplayName} needs values that can be sorted, which {type.Sql} cannot.",
        ("functionName", $"`{call.DisplayName}`"), ("dataType", $"\"{type.Sql}\""));

    /// <summary>DATATYPE_MISMATCH of a given kind.</summary>
    public static SpindleException Mismatch(CallSite call, string kind, string message, params (string Name, string Value)[] parameters)
    {
        var all = parameters.ToDictionary(p => p.Name, p => p.Value);
        all["sqlExpr"] = $"\"{call.Form}\"";
        return new SpindleException(new ErrorClass($"DATATYPE_MISMATCH.{kind}", "42K09"), $"Cannot resolve {call.Form}: {message}", call.Origin, parameters: all);
    }

    /// <summary>1 is <c>first</c>.</summary>
    public static string Ordinal(int number) => number < Ordinals.Length ? Ordinals[number] : $"{number}th";
}
