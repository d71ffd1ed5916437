using System.Diagnostics;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Tpch.Columns;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Sources;

/// <summary>Makes one column's vectors for the batches of a split; values are written straight into the vector's memory.</summary>
internal abstract class ColumnVectors : IDisposable
{
    /// <summary>A vector of the batch's rows, which the caller owns.</summary>
    public abstract Vector Fill(UnitBatch batch, MemoryBudget budget);

    public virtual void Dispose()
    {
    }

    public static ColumnVectors Of(Column column, DataType type, MemoryBudget budget) => column switch
    {
        Int64Column c => new Int64Vectors(c, type),
        Int32Column c => new Int32Vectors(c, type),
        WordColumn c => new WordVectors(c, type, budget),
        TextColumn c => new TextVectors(c, type),
        _ => throw new UnreachableException(),
    };
}

internal sealed class Int64Vectors(Int64Column column, DataType type) : ColumnVectors
{
    public override Vector Fill(UnitBatch batch, MemoryBudget budget)
    {
        var values = budget.Allocate((long)batch.Rows * sizeof(long));
        column.Fill(batch, values.AsSpan<long>(batch.Rows));
        return new FlatVector(type, batch.Rows, values);
    }
}

internal sealed class Int32Vectors(Int32Column column, DataType type) : ColumnVectors
{
    public override Vector Fill(UnitBatch batch, MemoryBudget budget)
    {
        var values = budget.Allocate((long)batch.Rows * sizeof(int));
        column.Fill(batch, values.AsSpan<int>(batch.Rows));
        return new FlatVector(type, batch.Rows, values);
    }
}

/// <summary>Positions in the word list, which is the dictionary of all the split's vectors.</summary>
internal sealed class WordVectors(WordColumn column, DataType type, MemoryBudget budget) : ColumnVectors
{
    private readonly Vector dictionary = DictionaryOf(column.Words, type, budget);

    public override Vector Fill(UnitBatch batch, MemoryBudget budget)
    {
        var positions = budget.Allocate((long)batch.Rows * sizeof(int));
        column.Fill(batch, positions.AsSpan<int>(batch.Rows));
        return new DictionaryVector(dictionary.Retain(), positions, batch.Rows, entriesAreDistinct: true);
    }

    public override void Dispose() => dictionary.Release();

    private static Vector DictionaryOf(WordList words, DataType type, MemoryBudget budget)
    {
        using var builder = new BytesBuilder(type, budget);
        for (var i = 0; i < words.Count; i++)
            builder.Append(words.Utf8(i));
        return builder.Build();
    }
}

/// <summary>Bytes written one after the other into the vector's heap, then a view for each.</summary>
internal sealed unsafe class TextVectors(TextColumn column, DataType type) : ColumnVectors
{
    private int[] ends = [];

    public override Vector Fill(UnitBatch batch, MemoryBudget budget)
    {
        if (ends.Length < batch.Rows)
            ends = new int[batch.Rows];

        var heap = new BytesHeap(budget);
        var size = column.BufferLength(batch.Rows);
        var utf8 = heap.Reserve(size);
        column.Fill(batch, new Span<byte>(utf8, size), ends);

        var views = budget.Allocate((long)batch.Rows * sizeof(BytesView));
        var start = 0;
        for (var row = 0; row < batch.Rows; row++)
        {
            ((BytesView*)views.Pointer)[row] = BytesView.Of(utf8 + start, ends[row] - start);
            start = ends[row];
        }
        return new FlatVector(type, batch.Rows, views, heap: heap);
    }
}
