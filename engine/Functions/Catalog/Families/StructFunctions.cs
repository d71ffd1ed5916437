using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that make structs. The call's kernel takes the values alone; the fields' names are in the result type.</summary>
internal static class StructFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("struct_funcs")
        .Add("named_struct", FunctionKind.Scalar, "A struct of names and values in turn.", NamedStruct)
        .Add("struct", FunctionKind.Scalar, "A struct of the arguments, named like them or col1, col2 and so on.", Struct, needsKernel: false)
        .Entries;

    /// <summary>The name that a value brings along; null for none.</summary>
    public static string? FieldName(Expression value) => value switch
    {
        Alias alias => alias.Name,
        ColumnReference column => column.Name,
        OuterReference outer => outer.Column.Name,
        GetField field => field.Name,
        LambdaVariable variable => variable.Name,
        _ => null,
    };

    private static Expression Struct(CallSite call)
    {
        var names = call.Arguments.Select((a, i) => FieldName(a) ?? $"col{i + 1}").ToList();
        var form = $"struct({string.Join(", ", call.Arguments.Select(a => a is Alias alias ? $"{call.Names.Of(alias.Child)} AS {alias.Name}" : call.Names.Of(a)))})";
        return Make(call, names, call.Arguments.Select(a => a is Alias alias ? alias.Child : a), form);
    }

    private static Expression NamedStruct(CallSite call)
    {
        if (call.Count % 2 != 0)
            throw BindingErrors.WrongNumberOfArguments(call, "2n (n > 0)");
        var names = new List<string>();
        for (var i = 0; i < call.Count; i += 2)
        {
            if (call.ConstantOf(i) is not ByteString name)
            {
                throw BindingErrors.Mismatch(call, "CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING", $"the name {call.Names.Of(call[i])} must be constant text.",
                    ("inputExprs", $"[\"{call.Names.Of(call[i])}\"]"));
            }

            names.Add(name.ToString());
        }

        return Make(call, names, call.Arguments.Where((_, i) => i % 2 == 1), call.Form);
    }

    private static Expression Make(CallSite call, List<string> names, IEnumerable<Expression> values, string form)
    {
        var arguments = values.ToValueList();
        var type = new StructType(arguments.Select((v, i) => new Field(names[i], v.Type, v.Nullable)).ToValueList());
        return call.Named(new Call("named_struct", "named_struct", arguments, type, false, FunctionTraits.None) { Text = form }, form);
    }
}
