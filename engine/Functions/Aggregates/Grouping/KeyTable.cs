using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>
/// Distinct keys, numbered densely from 0: what groups rows, joins them and removes duplicates. Null equals null, NaN equals NaN, -0.0 equals 0.0.
/// Keys are packed into words while they fit (see <see cref="PackedKeys"/>) and hashed otherwise. Finding is safe from many threads, each with its scratch; adding is one thread's.
/// </summary>
public sealed unsafe class KeyTable : IDisposable
{
    private readonly DataType[] types;
    private readonly DataType[] stored;
    private readonly MemoryBudget budget;
    private readonly bool equalHashes;
    private PackedKeys? packed;
    private GeneralKeys? general;
    private KeyScratch? own;

    /// <param name="types">The key columns' types.</param>
    /// <param name="budget">Pays for the keys.</param>
    /// <param name="equalHashes">For tests: every key hashes alike, and none is found by position.</param>
    public KeyTable(ReadOnlySpan<DataType> types, MemoryBudget budget, bool equalHashes = false)
    {
        this.types = types.ToArray();
        stored = Array.ConvertAll(this.types, NestedKeys.StoredType);
        this.budget = budget;
        this.equalHashes = equalHashes;
    }

    /// <summary>Distinct keys.</summary>
    public int Count => packed?.Count ?? general?.Count ?? 0;

    /// <summary>Room for that many more keys; false when the budget asks for spilling.</summary>
    public bool TryReserve(int more) => packed?.TryReserve(more) ?? general?.TryReserve(more) ?? true;

    /// <summary>The bounds of the keys where there is one column of whole numbers and no hashing of several.</summary>
    public bool TryGetBounds(out long min, out long max)
    {
        if (packed is not null)
            return packed.TryGetBounds(out min, out max);
        (min, max) = (0, 0);
        return false;
    }

    /// <summary>Gives each row its key's id, new keys the next ones.</summary>
    /// <param name="scratch">The caller's.</param>
    /// <param name="keys">One vector a key column, lent.</param>
    /// <param name="lanes">The rows' lanes; null for all.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="ids">Receives an id a row.</param>
    public void FindOrAdd(KeyScratch scratch, ReadOnlySpan<Vector> keys, int* lanes, int rows, int* ids)
    {
        scratch.Ensure(rows);
        if (rows == 0)
            return;
        using var columns = new NestedKeys(keys, lanes, rows, scratch);
        if (packed is null && general is null)
            Choose(keys);
        if (packed is not null)
        {
            if (packed.TryAdapt(scratch, columns.Views, columns.Vectors, rows))
            {
                packed.Grow(rows);
                packed.Resolve(scratch, columns.Views, columns.Vectors, rows, ids, add: true);
                return;
            }

            MoveToGeneral();
        }

        general!.Grow(rows);
        general.Resolve(scratch, columns.Views, rows, ids, add: true);
    }

    /// <summary>Gives each row its key's id, or -1 where there is no such key.</summary>
    public void Find(KeyScratch scratch, ReadOnlySpan<Vector> keys, int* lanes, int rows, int* ids)
    {
        scratch.Ensure(rows);
        if (Count == 0)
        {
            new Span<int>(ids, rows).Fill(-1);
            return;
        }

        using var columns = new NestedKeys(keys, lanes, rows, scratch);
        if (packed is not null)
            packed.Resolve(scratch, columns.Views, columns.Vectors, rows, ids, add: false);
        else
            general!.Resolve(scratch, columns.Views, rows, ids, add: false);
    }

    /// <summary>A column of the keys [start, start + count), owned by the caller.</summary>
    public Vector Read(int column, int start, int count) => Read(column, null, start, count);

    /// <summary>A column of the keys listed, owned by the caller.</summary>
    public Vector ReadAt(int column, int* ids, int count) => Read(column, ids, 0, count);

    private Vector Read(int column, int* ids, int start, int count)
    {
        var vector = packed?.Read(column, ids, start, count) ?? general?.Read(column, ids, start, count) ?? new FlatVector(stored[column], 0, stored[column].Physical == PhysicalType.Null ? null : budget.Allocate(0));
        return NestedKeys.Restore(vector, types[column], budget);
    }

    /// <summary>All key columns of the keys [start, start + count), owned by the caller.</summary>
    public Vector[] ReadAll(int start, int count)
    {
        using var columns = new ColumnSet();
        for (var i = 0; i < types.Length; i++)
            columns.Add(Read(i, start, count));
        return columns.Take();
    }

    /// <summary>Forgets every key.</summary>
    public void Clear()
    {
        packed?.Dispose();
        general?.Dispose();
        packed = null;
        general = null;
    }

    public void Dispose()
    {
        Clear();
        own?.Dispose();
        own = null;
    }

    // Strings are worth numbering only where a dictionary does it once for many rows.
    private void Choose(ReadOnlySpan<Vector> keys)
    {
        var pack = !equalHashes;
        for (var i = 0; i < keys.Length && pack; i++)
            pack = PackedKeys.CanPack(stored[i])
                && (stored[i].Physical != PhysicalType.Bytes || (types[i] == stored[i] && keys[i] is ConstantVector or DictionaryVector { Dictionary.Length: <= 4096 }));
        if (pack)
            packed = new PackedKeys(stored, budget);
        else
            general = new GeneralKeys(stored, budget, equalHashes);
    }

    private void MoveToGeneral()
    {
        const int Step = 2048;
        var target = new GeneralKeys(stored, budget, equalHashes);
        own ??= new KeyScratch(budget);
        var ids = stackalloc int[Step];
        try
        {
            for (var start = 0; start < packed!.Count; start += Step)
                Move(target, start, Math.Min(Step, packed.Count - start), ids);
        }
        catch
        {
            target.Dispose();
            throw;
        }

        packed.Dispose();
        packed = null;
        general = target;
    }

    private void Move(GeneralKeys target, int start, int count, int* ids)
    {
        own!.Ensure(count);
        var vectors = new Vector[stored.Length];
        try
        {
            var views = new ColumnView[stored.Length];
            for (var c = 0; c < vectors.Length; c++)
            {
                vectors[c] = packed!.Read(c, null, start, count);
                views[c] = own.Maps.View(vectors[c], null, count);
            }

            target.Grow(count);
            target.Resolve(own, views, count, ids, add: true);
        }
        finally
        {
            foreach (var vector in vectors)
                vector?.Release();
        }
    }
}
