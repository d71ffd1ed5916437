using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;

namespace Spindle.Execution.Joins;

/// <summary>Collects the build side: each worker appends batches to a part of its own, then one thread makes the table of all parts.</summary>
/// <param name="filterIds">For each key the id under which its values are published for scans, or -1.</param>
internal sealed unsafe class JoinBuild(JoinShape shape, ValueList<int> filterIds, RuntimeFilterRegistry filters, MemoryBudget budget, bool equalHashes)
{
    /// <summary>About what a row of a table takes besides its columns: a key, an entry to find it by, a place among its key's rows.</summary>
    public const long EntryBytes = 48;

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
        using var columns = new ColumnSet();
        foreach (var column in kept)
            columns.Add(Compact(batch[column], batch.Selection));
        foreach (var key in keys)
            columns.Add(Compact(key, batch.Selection));
        var all = columns.Take();
        part.Batches.Add((all[..kept.Count], all[kept.Count..], batch.Rows));
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

    /// <summary>The table of all parts' rows. The parts are emptied once it is made; where it cannot be made they keep their rows.</summary>
    /// <param name="side">What is known of the whole build side where the parts are one partition of it; null where they are all of it.</param>
    public JoinTable Finish(IReadOnlyList<Part> parts, SpilledJoin? side = null)
    {
        var batches = parts.SelectMany(p => p.Batches).ToList();
        var rows = checked(batches.Sum(b => b.Rows));
        var keys = shape.RightKeys.Count == 0 ? null : new KeyTable([.. shape.RightKeys.Select(k => k.Type)], budget, equalHashes);
        NativeBuffer? ids = null;
        using var columns = new ColumnSet();
        using var buffers = new BufferSet(budget);
        try
        {
            ids = budget.Allocate((long)Math.Max(rows, 1) * sizeof(int));
            var hasNullKey = Number(keys, batches, (int*)ids.Pointer);
            Publish(batches);
            Join(batches, columns);
            var (starts, order) = Order(keys, (int*)ids.Pointer, rows, buffers);
            var matched = shape.KeepsBuildRows ? buffers.AddZeroed(Math.Max(rows, 1)) : null;
            buffers.Take();
            foreach (var part in parts)
                part.Dispose();
            return new JoinTable(keys, columns.Take(), rows, side?.HasNullKey ?? hasNullKey, starts, order, matched) { IsWholeSideEmpty = side?.IsEmpty ?? rows == 0 };
        }
        catch
        {
            keys?.Dispose();
            throw;
        }
        finally
        {
            ids?.Release();
        }
    }

    /// <summary>Gives each row its key's number, -1 where a key is null and so equals nothing.</summary>
    private bool Number(KeyTable? table, List<(Vector[] Columns, Vector[] Keys, int Rows)> batches, int* ids)
    {
        using var scratch = new KeyScratch(budget);
        using var lanes = new NativeArray<int>(budget);
        using var found = new NativeArray<int>(budget);
        var hasNullKey = false;
        var (numbered, left) = (0L, batches.Sum(b => (long)b.Rows));
        foreach (var (_, keys, rows) in batches)
        {
            // A table that is as large as its keys need is filled once; where keys repeat it would be larger than that.
            if (table is not null && numbered > 0 && table.Count > numbered / 2 && left <= int.MaxValue)
                table.TryReserve((int)left);
            if (table is null)
                new Span<int>(ids, rows).Clear();
            else if (NullKeys.Any(keys, shape.NullSafe))
            {
                lanes.Ensure(rows);
                found.Ensure(rows);
                var kept = NullKeys.Without(keys, shape.NullSafe, null, rows, lanes.Pointer);
                hasNullKey |= kept < rows;
                table.FindOrAdd(scratch, keys, lanes.Pointer, kept, found.Pointer);
                new Span<int>(ids, rows).Fill(-1);
                for (var i = 0; i < kept; i++)
                    ids[lanes.Pointer[i]] = found.Pointer[i];
            }
            else
                table.FindOrAdd(scratch, keys, null, rows, ids);

            ids += rows;
            (numbered, left) = (numbered + rows, left - rows);
        }

        return hasNullKey;
    }

    private void Join(List<(Vector[] Columns, Vector[] Keys, int Rows)> batches, ColumnSet columns)
    {
        var kept = shape.RightColumns;
        for (var i = 0; i < kept.Count; i++)
            columns.Add(Concatenation.Of([.. batches.Select(b => b.Columns[i])], shape.Right.Fields[kept[i]].Type, shape.KeepsProbeRows ? 1 : 0, budget));
    }

    private void Publish(List<(Vector[] Columns, Vector[] Keys, int Rows)> batches)
    {
        for (var key = 0; key < filterIds.Count; key++)
        {
            if (filterIds[key] < 0)
                continue;
            var column = Concatenation.Of([.. batches.Select(b => b.Keys[key])], shape.RightKeys[key].Type, 0, budget);
            try
            {
                filters.Publish(filterIds[key], new KeyFilter(column, budget));
            }
            finally
            {
                column.Release();
            }
        }
    }

    /// <summary>Rows sorted by key by counting; nothing where row k has key k.</summary>
    private static (NativeBuffer? Starts, NativeBuffer? Order) Order(KeyTable? keys, int* ids, int rows, BufferSet buffers)
    {
        var count = keys?.Count ?? Math.Min(rows, 1);
        var unique = keys is not null && count == rows;
        for (var i = 0; unique && i < rows; i++)
            unique = ids[i] == i;
        if (unique)
            return (null, null);
        var starts = buffers.AddZeroed(((long)count + 2) * sizeof(int));
        var order = buffers.Add((long)Math.Max(rows, 1) * sizeof(int));
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
