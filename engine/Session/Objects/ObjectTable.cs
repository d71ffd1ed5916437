using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.UserCode.Types;

namespace Spindle.Sql.Objects;

/// <summary>A program's objects as a table.</summary>
internal static class ObjectTable
{
    public static MemoryTable Of<T>(IEnumerable<T> items, MemoryBudget budget)
    {
        var type = SqlTypes.Find(typeof(T)) ?? throw new SpindleException(SessionErrors.UnsupportedType,
            $"{typeof(T).Name} cannot be a row: its public properties must be numbers, strings, dates, times, collections of them, or records");
        if (type is not StructType schema)
        {
            var single = new StructType([new Field("value", type, SqlTypes.HoldsNull(typeof(T)))]);
            return MemoryTable.Of("objects", single, items.Select(i => (IReadOnlyList<object?>)[ClrValues.FromClr(i, type)]), budget);
        }

        var members = ObjectShape.Of(typeof(T)).Members;
        return MemoryTable.Of("objects", schema,
            items.Select(i => (IReadOnlyList<object?>)[.. members.Select((m, n) => ClrValues.FromClr(m.Get(i!), schema.Fields[n].Type))]), budget);
    }
}
