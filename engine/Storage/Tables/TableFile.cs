using Spindle.Columnar.Types;
using Spindle.Plans;
using Spindle.Sources;
using Spindle.Storage.Files;

namespace Spindle.Storage.Tables;

/// <summary>A file of a table as it was listed.</summary>
/// <param name="PartitionValues">One a partition column, boxed as <see cref="Columnar.Vectors.VectorReader"/> has it.</param>
public sealed record TableFile(FileStatus Status, ValueList<object?> PartitionValues)
{
    public string Path => Status.Path;
}

/// <summary>A part of a file: rows or bytes <c>[Start, End)</c> of its part number <paramref name="Part"/> (a row group), as the format means them.</summary>
/// <param name="Length">The file's length when it was listed.</param>
/// <param name="Stamp">The file's <see cref="FileStatus.Stamp"/> when it was listed.</param>
[WireTag("file.split")]
public sealed record FileSplit(string Path, long Length, long Stamp, int Part, long Start, long End, ValueList<object?> PartitionValues, long Rows, long Bytes) : Split(Rows, Bytes);
