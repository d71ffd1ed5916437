using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Physical;

namespace Spindle.Sources;

/// <summary>What attempts wrote, as rows of <see cref="WriteExec.Result"/>: the answer of a query that writes.</summary>
public static class Receipts
{
    /// <summary>A row for each, which the caller owns.</summary>
    public static RecordBatch ToBatch(IReadOnlyList<WrittenFiles> attempts, MemoryBudget budget)
    {
        var columns = new Vector[WriteExec.Result.Fields.Count];
        for (var c = 0; c < columns.Length; c++)
        {
            using var builder = VectorBuilder.Create(WriteExec.Result.Fields[c].Type, budget);
            foreach (var attempt in attempts)
                builder.Append(Cell(attempt, c));
            columns[c] = builder.Build();
        }

        return new RecordBatch(columns, attempts.Count);
    }

    public static IEnumerable<WrittenFiles> Read(RecordBatch batch)
    {
        for (var i = 0; i < batch.Rows; i++)
        {
            var lane = batch.Lane(i);
            var paths = (ValueList<object?>)batch[2].Read(lane)!;
            yield return new WrittenFiles((int)batch[0].Read(lane)!, (int)batch[1].Read(lane)!, paths.Select(p => p!.ToString()!).ToValueList(), (long)batch[3].Read(lane)!, (long)batch[4].Read(lane)!);
        }
    }

    private static object Cell(WrittenFiles attempt, int column) => column switch
    {
        0 => attempt.Partition,
        1 => attempt.Attempt,
        2 => attempt.Paths.Select(p => (object?)ByteString.Of(p)).ToValueList(),
        3 => attempt.Rows,
        _ => attempt.Bytes,
    };
}
