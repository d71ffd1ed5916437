using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Data;

/// <summary>A table of the random data: its columns, and its rows as literals. The column <c>id</c> is unique and never null.</summary>
public sealed record RandomTable(string Name, IReadOnlyList<(string Name, SqlType Type)> Columns, IReadOnlyList<IReadOnlyList<Node>> Rows)
{
    /// <summary>The table as a query over literals.</summary>
    public string AsQuery(Dialect dialect)
    {
        var rows = Rows.Select(row => "(" + string.Join(", ", row.Select(value => value.Sql(dialect))) + ")");
        var names = Columns.Select(c => c.Name).ToArray();
        var types = string.Join(", ", Columns.Select(c => $"CAST({c.Name} AS {c.Type.Name(dialect)}) AS {c.Name}"));
        return Rows.Count > 0
            ? $"SELECT {types} FROM (VALUES {string.Join(", ", rows)}) AS v({string.Join(", ", names)})"
            : $"SELECT {string.Join(", ", Columns.Select(c => $"CAST(NULL AS {c.Type.Name(dialect)}) AS {c.Name}"))} WHERE false";
    }
}
