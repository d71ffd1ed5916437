using System.Collections;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sql.Objects;

namespace Spindle.Sql;

/// <summary>
/// Some rows of a result, as columns: <see cref="Data"/> has them as vectors, and the batch itself is a list of rows, each made when it is asked for.
/// Lent until the next batch is asked for; <see cref="Data"/>'s <c>Retain</c> keeps the columns longer.
/// </summary>
public sealed class RowBatch : IReadOnlyList<Row>, IDisposable
{
    internal RowBatch(RecordBatch data, StructType schema)
    {
        Data = data;
        Schema = schema;
    }

    public StructType Schema { get; }

    /// <summary>The columns, of which the selected lanes are the rows.</summary>
    public RecordBatch Data { get; }

    public int Count => Data.Rows;

    public Row this[int index] => index >= 0 && index < Count ? RowReader.Row(Data, index, Schema) : throw new ArgumentOutOfRangeException(nameof(index), index, $"the batch has {Count} rows");

    /// <summary>One value, without making its row.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_VALUE_CONVERSION: the value has another type.</exception>
    public T Get<T>(int row, int column) =>
        (T)ClrValues.ConvertTo(ClrValues.ToClr(Data[column].Read(Data.Lane(row)), Schema.Fields[column].Type), typeof(T), Schema.Fields[column].Name)!;

    /// <summary>The rows as objects, as <see cref="DataFrame.ToLocal{T}"/> makes them.</summary>
    public IEnumerable<T> As<T>() => this.Select(row => (T)RowObjects.For(typeof(T)).Make(row));

    public IEnumerator<Row> GetEnumerator()
    {
        for (var row = 0; row < Count; row++)
            yield return this[row];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => Data.Release();
}
