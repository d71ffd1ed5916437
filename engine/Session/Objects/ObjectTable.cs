using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Sql.Objects;

/// <summary>A program's objects as a table.</summary>
internal static class ObjectTable
{
    public static MemoryTable Of<T>(IEnumerable<T> items, MemoryBudget budget)
    {
        var type = ClrTypes.Find(typeof(T)) ?? throw new SpindleException(SessionErrors.UnsupportedType,
            $"{typeof(T).Name} cannot be a row: its public properties must be numbers, strings, dates, times, collections of them, or records");
        if (type is not StructType schema)
        {
            var single = new StructType([new Field("value", type, !typeof(T).IsValueType || Nullable.GetUnderlyingType(typeof(T)) is not null)]);
            return MemoryTable.Of("objects", single, items.Select(i => (IReadOnlyList<object?>)[ClrValues.FromClr(i, type)]), budget);
        }

        var properties = ClrTypes.Columns(typeof(T));
        return MemoryTable.Of("objects", schema,
            items.Select(i => (IReadOnlyList<object?>)[.. properties.Select((p, n) => ClrValues.FromClr(p.GetValue(i), schema.Fields[n].Type))]), budget);
    }
}
