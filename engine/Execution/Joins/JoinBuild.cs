using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Execution.Joins;

/// <summary>Collects the build side: each worker appends batches to a part of its own, then one thread makes the table of all parts.</summary>
/// <param name="filterIds">For each key the id under which its values are published for scans, or -1.</param>
internal sealed unsafe class JoinBuild(JoinShape shape, ValueList<int> filterIds, RuntimeFilterRegistry filters, MemoryBudget budget, bool equalHashes)
{
    /// <summary>One worker's batches, without selections: the kept columns and the keys.</summary>
    public sealed class Part : IDisposable
    {
        public List<(Vector[] Columns, Vector[] Keys, int Rows)> Batches { get; } = [];

        /// <summary>Rows of all batches.</summary>
        public long Rows { get; set; }

        public void Dispose()
        {
            foreach (var (columns, keys, _) in Batches)
            {
                foreach (var column in columns)
                    column.Release();
                foreach (var key in keys)
                    key.Release();
            }

            Batches.Clear();
            Rows = 0;
        }
    }

    /// <summary>Appends a batch, which is lent.</summary>
    /// <param name="part">The worker's.</param>
    /// <param name="batch">Rows of the build side.</param>
    /// <param name="keys">A vector a key, of the batch's length; lent.</param>
    public void Append(Part part, RecordBatch batch, ReadOnlySpan<Vector> keys)
    {
        var kept = shape.RightColumns;
        var columns = new Vector[kept.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Compact(batch[kept[i]], batch.Selection);
        var compactKeys = new Vector[keys.Length];
        for (var i = 0; i < keys.Length; i++)
            compactKeys[i] = Compact(keys[i], batch.Selection);
        part.Batches.Add((columns, compactKeys, batch.Rows));
        part.Rows += batch.Rows;
    }

    /// <summary>Appends a batch from disk, lent: the kept columns, then the keys.</summary>
    public void AppendKept(Part part, RecordBatch batch)
    {
        var kept = shape.RightColumns.Count;
        var all = batch.Columns.ToArray();
        foreach (var column in all)
            column.Retain();
        part.Batches.Add((all[..kept], all[kept..], batch.Length));
        part.Rows += batch.Length;
    }

    /// <summary>The table of all parts' rows; the parts are emptied.</summary>
    /// <param name="side">What is known of the whole build side where the parts are one partition of it; null where they are all of it.</param>
    public JoinTable Finish(IReadOnlyList<Part> parts, SpilledJoin? side = null)
    {
        var batches = parts.SelectMany(p => p.Batches).ToList();
        var rows = checked(batches.Sum(b => b.Rows));
        var keys = shape.RightKeys.Count == 0 ? null : new KeyTable([.. shape.RightKeys.Select(k => k.Type)], budget, equalHashes);
        var ids = budget.Allocate((long)Math.Max(rows, 1) * sizeof(int));
        Vector[] columns = [];
        try
        {
            var hasNullKey = Number(keys, batches, (int*)ids.Pointer);
            columns = Columns(batches);
            Publish(batches);
            var (starts, order) = Order(keys, (int*)ids.Pointer, rows);
            var matched = shape.KeepsBuildRows ? budget.AllocateZeroed(Math.Max(rows, 1)) : null;
            return new JoinTable(keys, columns, rows, side?.HasNullKey ?? hasNullKey, starts, order, matched) { IsWholeSideEmpty = side?.IsEmpty ?? rows == 0 };
        }
        catch
        {
            keys?.Dispose();
            foreach (var column in columns)
                column.Release();
            throw;
        }
        finally
        {
            ids.Release();
            foreach (var part in parts)
                part.Dispose();
        }
    }

    /// <summary>Gives each row its key's number, -1 where a key is null and so equals nothing.</summary>
    private bool Number(KeyTable? table, List<(Vector[] Columns, Vector[] Keys, int Rows)> batches, int* ids)
    {
        using var scratch = new KeyScratch(budget);
        var hasNullKey = false;
        foreach (var (_, keys, rows) in batches)
        {
            if (table is null)
                new Span<int>(ids, rows).Clear();
            else if (NullKeys.Any(keys, shape.NullSafe))
            {
                var lanes = budget.Allocate((long)rows * sizeof(int));
                var found = budget.Allocate((long)rows * sizeof(int));
                var kept = NullKeys.Without(keys, shape.NullSafe, null, rows, (int*)lanes.Pointer);
                hasNullKey |= kept < rows;
                table.FindOrAdd(scratch, keys, (int*)lanes.Pointer, kept, (int*)found.Pointer);
                new Span<int>(ids, rows).Fill(-1);
                for (var i = 0; i < kept; i++)
                    ids[((int*)lanes.Pointer)[i]] = ((int*)found.Pointer)[i];
                lanes.Release();
                found.Release();
            }
            else
                table.FindOrAdd(scratch, keys, null, rows, ids);

            ids += rows;
        }

        return hasNullKey;
    }

    private Vector[] Columns(List<(Vector[] Columns, Vector[] Keys, int Rows)> batches)
    {
        var kept = shape.RightColumns;
        var columns = new Vector[kept.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Concatenation.Of([.. batches.Select(b => b.Columns[i])], shape.Right.Fields[kept[i]].Type, shape.KeepsProbeRows ? 1 : 0, budget);
        return columns;
    }

    private void Publish(List<(Vector[] Columns, Vector[] Keys, int Rows)> batches)
    {
        for (var key = 0; key < filterIds.Count; key++)
        {
            if (filterIds[key] < 0)
                continue;
            var column = Concatenation.Of([.. batches.Select(b => b.Keys[key])], shape.RightKeys[key].Type, 0, budget);
            filters.Publish(filterIds[key], new KeyFilter(column, budget));
            column.Release();
        }
    }

    /// <summary>Rows sorted by key by counting; nothing where row k has key k.</summary>
    private (NativeBuffer? Starts, NativeBuffer? Order) Order(KeyTable? keys, int* ids, int rows)
    {
        var count = keys?.Count ?? Math.Min(rows, 1);
        var unique = keys is not null && count == rows;
        for (var i = 0; unique && i < rows; i++)
            unique = ids[i] == i;
        if (unique)
            return (null, null);
        var starts = budget.AllocateZeroed(((long)count + 2) * sizeof(int));
        var order = budget.Allocate((long)Math.Max(rows, 1) * sizeof(int));
        // Counts stand two places to the right of the key's start, their sums one place; filling moves each start to where it belongs.
        var start = (int*)starts.Pointer;
        for (var i = 0; i < rows; i++)
            if (ids[i] >= 0)
                start[ids[i] + 2]++;
        for (var k = 2; k < count + 2; k++)
            start[k] += start[k - 1];
        for (var i = 0; i < rows; i++)
            if (ids[i] >= 0)
                ((int*)order.Pointer)[start[ids[i] + 1]++] = i;
        return (starts, order);
    }

    private Vector Compact(Vector vector, Selection? selection) =>
        selection is null ? vector.Retain() : Gather.Lanes(vector, selection.Lanes, selection.Count, budget);
}
