using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>A top-level column of single values: an entry a row.</summary>
internal sealed unsafe class FlatColumnReader(LeafCursor cursor, MemoryBudget budget) : ColumnReader
{
    private readonly bool isNullable = cursor.MaxDefinition == 1;
    private long toSkip;

    public override string Place => $"page at byte {cursor.PageOffset}";

    public override Vector Read(int rows)
    {
        Settle();
        if (cursor.Left >= rows)
            return ReadWithin(rows);
        var parts = new List<Vector>();
        try
        {
            for (var left = rows; left > 0;)
            {
                if (cursor.Left == 0)
                    cursor.OpenNext();
                var take = Math.Min(left, cursor.Left);
                if (take == 0)
                    continue;
                parts.Add(ReadWithin(take));
                left -= take;
            }

            return Concatenation.Of(parts, budget);
        }
        finally
        {
            foreach (var part in parts)
                part.Release();
        }
    }

    public override void Skip(long rows) => toSkip += rows;

    public override Vector ReadPicked(int rows, int* places, int picked, MemoryBudget picks)
    {
        Settle();
        if (cursor.Left >= rows && cursor.TakeValid(rows))
        {
            if (cursor.ReadPicked(rows, places, picked) is { } some)
                return some;
            var all = cursor.Read(rows, null, rows);
            try
            {
                return Picking.Of(all, places, picked, picks);
            }
            finally
            {
                all.Release();
            }
        }

        return base.ReadPicked(rows, places, picked, picks);
    }

    public override void Dispose() => cursor.Dispose();

    /// <summary>Does what <see cref="Skip"/> put off, and opens a page.</summary>
    private void Settle()
    {
        while (toSkip > 0 || cursor.Left == 0)
        {
            if (cursor.Left == 0)
            {
                var entries = cursor.PeekNext();
                if (entries < 0)
                    ParquetFormatException.Throw("the column chunk ends before its rows do");
                if (entries <= toSkip)
                {
                    cursor.SkipNext();
                    toSkip -= entries;
                    continue;
                }

                cursor.OpenNext();
            }

            var take = (int)Math.Min(toSkip, cursor.Left);
            if (take > 0)
                cursor.SkipEntries(take);
            toSkip -= take;
        }
    }

    private Vector ReadWithin(int rows)
    {
        if (!isNullable)
        {
            cursor.Take(rows);
            return cursor.Read(rows, null, rows);
        }

        var validity = cursor.ReadValidity(rows, out var valid);
        return cursor.Read(rows, validity, valid);
    }
}
