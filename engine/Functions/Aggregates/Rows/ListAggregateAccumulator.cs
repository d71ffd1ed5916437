using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Nested;

namespace Spindle.Functions.Aggregates.Rows;

/// <summary><c>listagg</c>: texts or binary values that are not null one after another, with a delimiter between them, in the order of the keys that follow the value.</summary>
/// <param name="inputs">The value and the sort keys.</param>
/// <param name="keys">How each key sorts.</param>
internal sealed class ListAggregateAccumulator(IReadOnlyList<DataType> inputs, IReadOnlyList<(bool Descending, bool NullsFirst)> keys, ByteString delimiter, DataType result, MemoryBudget budget)
    : RowsAccumulator(inputs, result, budget)
{
    protected override object? Result(object?[][] rows)
    {
        if (rows.Length == 0)
            return null;
        IEnumerable<object?[]> ordered = keys.Count == 0 ? rows : rows.Order(Comparer<object?[]>.Create(Compare));
        using var text = new MemoryStream();
        var first = true;
        foreach (var row in ordered)
        {
            if (!first)
                text.Write(delimiter.Span);
            first = false;
            text.Write(((ByteString)row[0]!).Span);
        }

        return new ByteString(text.ToArray());
    }

    private int Compare(object?[]? left, object?[]? right)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var (l, r) = (left![i + 1], right![i + 1]);
            if (l is null || r is null)
            {
                if (l is null && r is null)
                    continue;
                return l is null == keys[i].NullsFirst ? -1 : 1;
            }

            if (BoxedOrder.Instance.Compare(l, r) is var order and not 0)
                return keys[i].Descending ? -order : order;
        }

        return 0;
    }
}
