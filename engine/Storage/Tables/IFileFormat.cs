using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Sources;
using Spindle.Storage.Files;

namespace Spindle.Storage.Tables;

/// <summary>How files of one kind are read and written. Stateless but for caches; shared by threads.</summary>
public interface IFileFormat
{
    /// <summary>As in <c>USING name</c>, in lower case.</summary>
    string Name { get; }

    /// <summary>The columns of the files, partition columns aside; null where no file says anything.</summary>
    StructType? InferSchema(IFileSystem fileSystem, IReadOnlyList<TableFile> files, FormatOptions options);

    /// <summary>What the files say of their rows; <see cref="TableStatistics.Unknown"/> where that would mean reading them.</summary>
    /// <param name="schema">The files' columns.</param>
    TableStatistics Statistics(IFileSystem fileSystem, IReadOnlyList<TableFile> files, StructType schema, FormatOptions options);

    /// <summary>Cuts a file into splits, leaving out what cannot pass the request's filters.</summary>
    IEnumerable<FileSplit> Splits(TableFile file, FileScan scan);

    IBatchReader Open(FileSplit split, FileScan scan, ScanContext context);

    /// <summary>Fails where a column's type cannot be written.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE</exception>
    void CheckWritable(StructType schema);

    /// <summary>The ending of written files, the codec's included: <c>.snappy.parquet</c>.</summary>
    string Extension(FormatOptions options);

    IFileWriter Create(OutputFile output, StructType schema, FormatOptions options, MemoryBudget budget);
}

/// <summary>What a scan reads of each file.</summary>
/// <param name="FileSchema">All columns that the files have.</param>
/// <param name="Columns">The columns of the batches, in order.</param>
public sealed record FileScan(IFileSystem FileSystem, StructType FileSchema, ValueList<ScanColumn> Columns, ScanRequest Request, FormatOptions Options);

/// <param name="Partition">The position among <see cref="FileSplit.PartitionValues"/>; -1 for a column of the file, which is found by its name.</param>
public sealed record ScanColumn(string Name, DataType Type, int Partition);

/// <summary>Writes one file. Disposed without <see cref="Finish"/> it leaves nothing.</summary>
public interface IFileWriter : IDisposable
{
    long Rows { get; }

    /// <summary>Bytes written so far, those still buffered left out.</summary>
    long Bytes { get; }

    /// <summary>Writes a batch, which is lent; its columns have the schema's types, in any form.</summary>
    void Write(RecordBatch batch);

    /// <summary>Ends the file.</summary>
    /// <returns>The receipt of <see cref="OutputFile.Finish"/>.</returns>
    string Finish();
}
