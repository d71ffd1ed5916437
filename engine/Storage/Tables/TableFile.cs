using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans;
using Spindle.Sources;
using Spindle.Storage.Files;

namespace Spindle.Storage.Tables;

/// <summary>A file of a table as it was listed.</summary>
/// <param name="PartitionValues">One a partition column, boxed as <see cref="VectorReader"/> has it.</param>
public sealed record TableFile(FileStatus Status, ValueList<object?> PartitionValues)
{
    public string Path => Status.Path;
}

/// <summary>A part of a file: rows or bytes <c>[Start, End)</c> of its part number <paramref name="Part"/> (a row group), as the format means them.</summary>
/// <param name="Length">The file's length when it was listed.</param>
/// <param name="Stamp">The file's <see cref="FileStatus.Stamp"/> when it was listed.</param>
[WireTag("file.split")]
public sealed record FileSplit(string Path, long Length, long Stamp, int Part, long Start, long End, ValueList<object?> PartitionValues, long Rows, long Bytes) : Split(Rows, Bytes)
{
    /// <summary>Between two batches, where the part is one of rows: what is cut by bytes does not say how many rows it has.</summary>
    public override (Split First, Split Second)? Cut(double share)
    {
        var rows = (long)Math.Round(Rows * share / RecordBatch.TargetRows) * RecordBatch.TargetRows;
        if (rows <= 0 || rows >= Rows || End - Start != Rows)
            return null;
        var bytes = Bytes * rows / Rows;
        return (this with { End = Start + rows, Rows = rows, Bytes = bytes }, this with { Start = Start + rows, Rows = Rows - rows, Bytes = Bytes - bytes });
    }
}
