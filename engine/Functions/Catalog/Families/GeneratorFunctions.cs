using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions that give rows. The <c>_outer</c> forms share the id of the plain ones; the Generate node above is outer then.</summary>
internal static class GeneratorFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("generator_funcs")
        .Add("explode, explode_outer", FunctionKind.Generator, "A row for each element of an array, or entry of a map.", call => Explode(call, "explode", []))
        .Named(["collection"])
        .Add("posexplode, posexplode_outer", FunctionKind.Generator, "A row for each element or entry, with its 0-based position.",
            call => Explode(call, "posexplode", [new Field("pos", DataType.Int, false)]))
        .Named(["collection"])
        .Add("inline, inline_outer", FunctionKind.Generator, "A row for each struct of an array, a column for each field.", Inline)
        .Named(["input"])
        .Add("stack", FunctionKind.Generator, "The arguments laid out as so many rows.", Stack)
        .Entries;

    private static Expression Explode(CallSite call, string id, ValueList<Field> before)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.ArrayOrMap));
        ValueList<Field> fields = bound.TypeOf(0) is MapType map
            ? [.. before, new Field("key", map.Key, false), new Field("value", map.Value, map.ValueContainsNull)]
            : [.. before, new Field("col", ((ArrayType)bound.TypeOf(0)).Element, ((ArrayType)bound.TypeOf(0)).ContainsNull)];
        return Make(bound, id, fields);
    }

    private static Expression Inline(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Array));
        if (bound.TypeOf(0) is not ArrayType { Element: StructType row } array)
            throw BindingErrors.UnexpectedType(bound, 0, "\"ARRAY<STRUCT>\"");
        return Make(bound, "inline", row.Fields.Select(f => f with { Nullable = f.Nullable || array.ContainsNull }).ToValueList());
    }

    private static Expression Stack(CallSite call)
    {
        if (call.Count < 2)
            throw BindingErrors.WrongNumberOfArguments(call, "> 1");
        if (call.ConstantOf(0) is not int rows)
            throw BindingErrors.NotConstant(call, 0, "n");
        if (rows < 1)
        {
            throw BindingErrors.Mismatch(call, "VALUE_OUT_OF_RANGE", $"the number of rows must be above 0, not {rows}.", ("exprName", "`n`"), ("valueRange", "[1, 2147483647]"),
                ("currentValue", $"{rows}"));
        }

        var width = (call.Count - 1 + rows - 1) / rows;
        var values = call.Arguments.Skip(1).ToList();
        var fields = new List<Field>();
        for (var c = 0; c < width; c++)
        {
            var column = values.Where((_, i) => i % width == c).ToList();
            var type = CommonType.Wider(column.Select(v => v.Type)) ?? throw BindingErrors.Mismatch(call, "STACK_COLUMN_DIFF_TYPES",
                $"the values of column {c + 1} have types that do not go together: {string.Join(", ", column.Select(v => v.Type.Sql).Distinct())}.", ("columnIndex", $"{c}"));
            for (var i = c; i < values.Count; i += width)
                values[i] = call.Convert(values[i], type);
            fields.Add(new Field($"col{c}", type, column.Any(v => v.Nullable) || width * rows > call.Count - 1));
        }

        return Make(call.With([call[0], .. values]), "stack", fields.ToValueList());
    }

    private static Expression Make(CallSite call, string id, ValueList<Field> output) =>
        new GeneratorCall(id, call.Name, call.Arguments, new StructType(output), FunctionTraits.None) { Origin = call.Origin };
}
