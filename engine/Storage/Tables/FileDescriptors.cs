using Spindle.Columnar.Types;
using Spindle.Plans;
using Spindle.Sources;

namespace Spindle.Storage.Tables;

/// <summary>A table of files without its files, which are named by the splits. Holds no credentials: each process has its own way to the file system.</summary>
/// <param name="Root">A path of the file system that the files are in.</param>
[WireTag("file.table")]
public sealed record FileTableDescriptor(string Format, string Root, StructType FileSchema, StructType PartitionSchema, ValueList<KeyValuePair<string, string>> Options, string DisplayName,
    StructType Schema) : TableDescriptor(DisplayName, Schema);

/// <summary>A job that writes a folder of files: attempts go into its staging folder, the job's owner publishes them.</summary>
/// <param name="PartitionBy">Positions of the columns that become folders.</param>
/// <param name="Zone">For timestamps in folder names.</param>
[WireTag("file.sink")]
public sealed record FileSinkDescriptor(string Format, string Path, string JobId, ValueList<int> PartitionBy, ValueList<KeyValuePair<string, string>> Options, string Zone, string DisplayName,
    StructType Schema) : TableSinkDescriptor(DisplayName, Schema);
