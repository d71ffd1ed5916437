using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Analysis.Plans;

/// <summary>Functions in FROM whose rows are always the same: what the language and the engine know.</summary>
internal static class FixedTables
{
    /// <summary>The rows; null for a function that is none of these.</summary>
    public static Values? Of(string function, CallSite call)
    {
        var rows = function switch
        {
            "sql_keywords" => Table([("keyword", DataType.String, false), ("reserved", DataType.Boolean, false)],
                SqlKeywords.All.Select(w => Row(w, false))),
            "collations" => Table(
                [
                    ("CATALOG", DataType.String, false), ("SCHEMA", DataType.String, false), ("NAME", DataType.String, false), ("LANGUAGE", DataType.String, true), ("COUNTRY", DataType.String, true),
                    ("ACCENT_SENSITIVITY", DataType.String, false), ("CASE_SENSITIVITY", DataType.String, false), ("PAD_ATTRIBUTE", DataType.String, false), ("ICU_VERSION", DataType.String, true),
                ],
                Collations.Known.Select(c => Row("SYSTEM", "BUILTIN", c.Name, null, null, c.Accents ? "ACCENT_SENSITIVE" : "ACCENT_INSENSITIVE", c.Case ? "CASE_SENSITIVE" : "CASE_INSENSITIVE",
                    c.Trims ? "RTRIM" : "NO_PAD", null))),
            _ => null,
        };
        return rows is null || call.Count == 0 ? rows : throw BindingErrors.WrongNumberOfArguments(call, "0");
    }

    private static ValueList<object?> Row(params object?[] values) => values.ToValueList();

    private static Values Table(ValueList<(string Name, DataType Type, bool Nullable)> columns, IEnumerable<ValueList<object?>> rows) => new(
        columns.Select(c => new ColumnReference(ColumnId.Next(), c.Name, c.Type, c.Nullable, [])).ToValueList(),
        rows.Select(r => r.Select((v, i) => (Expression)(v is string text ? new Literal(ByteString.Of(text), DataType.String) : new Literal(v, columns[i].Type))).ToValueList()).ToValueList());
}
