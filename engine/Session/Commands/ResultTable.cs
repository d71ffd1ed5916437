using Spindle.Columnar.Types;
using Spindle.Sql.Objects;

namespace Spindle.Sql.Commands;

/// <summary>Small tables that commands answer with.</summary>
internal static class ResultTable
{
    /// <summary>A table of .NET values.</summary>
    public static MemoryTable Of(Session session, StructType schema, IEnumerable<object?[]> rows) =>
        MemoryTable.Of("result", schema, rows.Select(r => (IReadOnlyList<object?>)[.. r.Select((v, i) => ClrValues.FromClr(v, schema.Fields[i].Type))]), session.State.Budget);

    public static StructType Schema(params ReadOnlySpan<(string Name, DataType Type)> columns)
    {
        var fields = new List<Field>();
        foreach (var (name, type) in columns)
            fields.Add(new Field(name, type, Nullable: true));
        return new StructType(fields.ToValueList());
    }
}
