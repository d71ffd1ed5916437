using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// Makes <see cref="ColumnView"/>s and owns the maps they need. One thread's; <see cref="Reset"/> ends the views made so far and keeps the memory for the next batch.
/// </summary>
public sealed unsafe class RowMaps(MemoryBudget budget) : IDisposable
{
    private readonly List<NativeBuffer> buffers = [];
    private int used;
    private NativeBuffer? zeros;

    /// <summary>The rows of a vector: its selected lanes, in order.</summary>
    /// <param name="vector">Lent until the next <see cref="Reset"/>.</param>
    /// <param name="lanes">The rows' lanes; null for all lanes.</param>
    /// <param name="rows">The number of rows.</param>
    public ColumnView View(Vector vector, int* lanes, int rows)
    {
        switch (vector)
        {
            case FlatVector { Physical: PhysicalType.Null }:
                // One invalid position that every row maps to.
                return new ColumnView(vector, null, Zeros(rows), (int*)Zeros(rows));
            case FlatVector flat:
                return new ColumnView(flat, flat.Values, flat.Validity, lanes);
            case ListVector list:
                return new ColumnView(list, null, list.Validity, lanes);
            case StructVector structs:
                return new ColumnView(structs, null, structs.Validity, lanes);
            case ConstantVector constant:
                return View(constant.Value, (int*)Zeros(rows), rows);
            case DictionaryVector dictionary when lanes == null:
                return View(dictionary.Dictionary, dictionary.Indices, rows);
            case DictionaryVector dictionary:
                var indices = Rent(rows);
                for (var i = 0; i < rows; i++)
                    indices[i] = dictionary.Indices[lanes[i]];
                return View(dictionary.Dictionary, indices, rows);
            case RunVector run:
                return View(run.Values, RunMap(run, lanes, rows), rows);
            default:
                throw new UnreachableException(vector.GetType().Name);
        }
    }

    public ColumnView View(Vector vector, Selection? selection) =>
        View(vector, selection is null ? null : selection.Lanes, selection?.Count ?? vector.Length);

    /// <summary>Room for an int a row, until the next <see cref="Reset"/>.</summary>
    public int* Rent(int rows)
    {
        var bytes = Math.Max(1L, rows) * sizeof(int);
        if (used < buffers.Count && buffers[used].Capacity < bytes)
        {
            buffers[used].Release();
            buffers.RemoveAt(used);
        }

        if (used == buffers.Count || buffers[used].Capacity < bytes)
            buffers.Insert(used, budget.Allocate(bytes));
        return (int*)buffers[used++].Pointer;
    }

    public void Reset() => used = 0;

    public void Dispose()
    {
        foreach (var buffer in buffers)
            buffer.Release();
        buffers.Clear();
        used = 0;
        zeros?.Release();
        zeros = null;
    }

    private byte* Zeros(int rows)
    {
        var bytes = Math.Max(1L, rows) * sizeof(int);
        if (zeros is null || zeros.Capacity < bytes)
        {
            // Views made before keep pointing into the old zeros until the next reset.
            var larger = budget.AllocateZeroed(bytes);
            if (zeros is not null)
                buffers.Insert(used++, zeros);
            zeros = larger;
        }

        return zeros.Pointer;
    }

    private int* RunMap(RunVector run, int* lanes, int rows)
    {
        var map = Rent(rows);
        var current = 0;
        for (var i = 0; i < rows; i++)
        {
            var lane = lanes == null ? i : lanes[i];
            if (lane >= run.Ends[current] || (current > 0 && lane < run.Ends[current - 1]))
                current = run.RunOf(lane);
            map[i] = current;
        }

        return map;
    }
}
