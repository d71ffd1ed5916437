using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Execution.Joins;

/// <summary>
/// The build side, whole: its columns, and for each distinct key the rows that have it. Read by all probes at once.
/// <code>
///  key id      0     1     2                 rows of key k are
///  starts    | 0   | 2   | 3   | 6 |         order[starts[k]] … order[starts[k + 1] - 1]
///  order     | r r | r   | r r r |           (where every key has one row, row k is key k's and neither array is made)
/// </code>
/// </summary>
internal sealed unsafe class JoinTable : IDisposable
{
    private readonly NativeBuffer? starts;
    private readonly NativeBuffer? order;
    private readonly NativeBuffer? matched;
    private bool disposed;

    /// <summary>Takes over everything.</summary>
    public JoinTable(KeyTable? keys, Vector[] columns, int rows, bool hasNullKey, NativeBuffer? starts, NativeBuffer? order, NativeBuffer? matched)
    {
        Keys = keys;
        Columns = columns;
        Rows = rows;
        HasNullKey = hasNullKey;
        this.starts = starts;
        this.order = order;
        this.matched = matched;
        IsWholeSideEmpty = rows == 0;
    }

    /// <summary>Null for a join without keys, where key 0 is every row's.</summary>
    public KeyTable? Keys { get; }

    /// <summary>The kept columns, in the order of <see cref="JoinShape.RightColumns"/>, with one null lane more at <see cref="Rows"/> where the join makes rows without match.</summary>
    public Vector[] Columns { get; }

    public int Rows { get; }

    /// <summary>True where a row of the build side had a null in a key that is not null-safe; such rows match nothing.</summary>
    public bool HasNullKey { get; }

    /// <summary>True where the whole build side has no row, of which this table may hold a part.</summary>
    public bool IsWholeSideEmpty { get; init; }

    /// <summary>True where every key has one row, with the key's number.</summary>
    public bool IsUnique => starts is null && Keys is not null;

    /// <summary>A byte a row: 1 once a probe row matched it. Several threads write 1 without further ado. Null where nobody asks.</summary>
    public byte* Matched => matched is null ? null : matched.Pointer;

    /// <summary>The rows of a key.</summary>
    public int* RowsOf(int key, out int count)
    {
        var first = ((int*)starts!.Pointer)[key];
        count = ((int*)starts.Pointer)[key + 1] - first;
        return (int*)order!.Pointer + first;
    }

    /// <summary>The most rows that one key has: how many results one probe row may have.</summary>
    public int MostRowsOfKey()
    {
        if (IsUnique || Rows == 0)
            return 1;
        var most = 1;
        var first = (int*)starts!.Pointer;
        for (var key = 0; key < (Keys?.Count ?? 1); key++)
            most = Math.Max(most, first[key + 1] - first[key]);
        return most;
    }

    /// <summary>Gives everything back; the pipeline that probed the table does, and the task where it did not come to that.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        Keys?.Dispose();
        foreach (var column in Columns)
            column.Release();
        starts?.Release();
        order?.Release();
        matched?.Release();
    }
}
