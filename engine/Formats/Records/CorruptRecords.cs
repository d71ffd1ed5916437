using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Formats.Records;

/// <summary>What becomes of malformed records: the corrupt-record column, and rows that are left out.</summary>
internal static unsafe class CorruptRecords
{
    /// <summary>Where the schema has the corrupt-record column, or -1.</summary>
    public static int Position(StructType schema, string name)
    {
        var at = schema.IndexOf(name);
        if (at >= 0 && schema.Fields[at].Type is not StringType)
            throw new SpindleException(RecordErrors.InvalidCorruptRecordType, $"the column {name} holds malformed records' text: its type must be STRING, not {schema.Fields[at].Type.Sql}",
                parameters: new Dictionary<string, string> { ["columnName"] = name, ["actualType"] = schema.Fields[at].Type.Sql });
        return at;
    }

    /// <summary>The corrupt-record column by itself says nothing: a record is malformed only against the columns that are read.</summary>
    public static void RequireOthers(IReadOnlyList<int> wanted, int corrupt, string name)
    {
        if (corrupt >= 0 && wanted.Count > 0 && wanted.All(i => i == corrupt))
            throw new SpindleException(RecordErrors.OnlyCorruptRecord,
                $"the query reads no column of the files but {name}, so that no record can be malformed: read other columns too, or keep the parsed rows (CACHE TABLE) and query those");
    }

    /// <summary>The text of malformed records, null for the others.</summary>
    public static Vector Column(DataType type, ReadOnlySpan<byte> window, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths, ReadOnlySpan<bool> bad, MemoryBudget budget)
    {
        var values = budget.Allocate((long)bad.Length * sizeof(BytesView));
        var validity = new LaneValidity(bad.Length, budget);
        var heap = new BytesHeap(budget);
        for (var row = 0; row < bad.Length; row++)
        {
            ((BytesView*)values.Pointer)[row] = bad[row] ? heap.Append(window.Slice(starts[row], lengths[row])) : default;
            if (!bad[row])
                validity.SetNull(row);
        }

        return new FlatVector(type, bad.Length, values, validity.Take(), heap);
    }

    /// <summary>The rows that the mode keeps; null where it keeps none. Takes over the vectors.</summary>
    public static RecordBatch? Batch(Vector[] vectors, ReadOnlySpan<bool> bad, ParseMode mode, MemoryBudget budget)
    {
        var dropped = mode == ParseMode.DropMalformed ? bad.Count(true) : 0;
        if (dropped == 0)
            return new RecordBatch(vectors, bad.Length);
        if (dropped == bad.Length)
        {
            foreach (var vector in vectors)
                vector.Release();
            return null;
        }

        var lanes = budget.Allocate((long)(bad.Length - dropped) * sizeof(int));
        var count = 0;
        for (var row = 0; row < bad.Length; row++)
            if (!bad[row])
                ((int*)lanes.Pointer)[count++] = row;
        return new RecordBatch(vectors, bad.Length, new Selection(lanes, count));
    }
}
