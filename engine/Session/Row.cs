using System.Collections;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Sql.Objects;

namespace Spindle.Sql;

/// <summary>One row of a result.</summary>
/// <remarks>
/// Values are: <c>bool</c>, <c>sbyte</c>, <c>short</c>, <c>int</c>, <c>long</c>, <c>float</c>, <c>double</c>, <c>decimal</c>, <c>string</c>, <c>byte[]</c>, <see cref="DateOnly"/>,
/// <see cref="TimeOnly"/>, <c>DateTime</c> (TIMESTAMP in UTC, TIMESTAMP_NTZ without a kind), <see cref="TimeSpan"/> (day-time intervals), <c>int</c> months (year-month intervals),
/// <c>object?[]</c> (arrays), <c>Dictionary&lt;object, object?&gt;</c> (maps), <see cref="Row"/> (structs), and null.
/// </remarks>
public sealed class Row : IReadOnlyList<object?>
{
    private readonly object?[] values;

    internal Row(StructType schema, object?[] values)
    {
        Schema = schema;
        this.values = values;
    }

    public StructType Schema { get; }

    public int Count => values.Length;

    public object? this[int index] => values[index];

    /// <summary>A value by its column's name, in any case.</summary>
    /// <exception cref="SpindleException">UNRESOLVED_COLUMN: there is no such column.</exception>
    public object? this[string name] => values[IndexOf(name)];

    public bool IsNullAt(int index) => values[index] is null;

    /// <summary>A value as a type it can be read as.</summary>
    /// <exception cref="SpindleException">SPINDLE_VALUE_CONVERSION: the value has another type.</exception>
    public T Get<T>(int index) => (T)ClrValues.ConvertTo(values[index], typeof(T), Schema.Fields[index].Name)!;

    /// <inheritdoc cref="Get{T}(int)"/>
    public T Get<T>(string name) => Get<T>(IndexOf(name));

    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => values.GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", values.Select(v => v ?? "NULL"))}]";

    private int IndexOf(string name)
    {
        for (var i = 0; i < Schema.Fields.Count; i++)
            if (Schema.Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        throw new SpindleException(SessionErrors.UnresolvedColumn, $"the row has no column {name}; it has {string.Join(", ", Schema.Fields.Select(f => f.Name))}");
    }
}
