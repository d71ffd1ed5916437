namespace Spindle.Columnar.Vectors;

/// <summary>Columns while they are made one after the other: where one cannot be made, those before it are given back on <see cref="Dispose"/>.</summary>
public sealed class ColumnSet : IDisposable
{
    private readonly List<Vector> columns = [];

    /// <summary>Lent.</summary>
    public IReadOnlyList<Vector> Columns => columns;

    public int Count => columns.Count;

    /// <summary>Takes over the caller's reference.</summary>
    public void Add(Vector column) => columns.Add(column);

    /// <summary>The columns, handed over to the caller; the set is empty afterwards.</summary>
    public Vector[] Take()
    {
        Vector[] taken = [.. columns];
        columns.Clear();
        return taken;
    }

    public void Dispose()
    {
        foreach (var column in columns)
            column.Release();
        columns.Clear();
    }
}
