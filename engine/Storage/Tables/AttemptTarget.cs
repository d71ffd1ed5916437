using System.Globalization;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Sources;
using Spindle.Storage.Files;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>Where a job's attempts put files, and how these are named.</summary>
internal sealed record AttemptTarget(IFileSystem FileSystem, IFileFormat Format, string Path, string Staging, string JobId, StructType Schema, StructType FileSchema, int[] PartitionBy,
    FormatOptions Options, TimeZone Zone)
{
    /// <summary>A writer for one attempt.</summary>
    public IBatchWriter Open(int partition, int attempt, MemoryBudget budget) =>
        PartitionBy.Length == 0 ? new SingleFileWriter(this, partition, attempt, budget) : new PartitionedWriter(this, partition, attempt, budget);

    /// <summary>Starts the number-th file of an attempt, in a partition's folder.</summary>
    public IFileWriter Create(string folder, int partition, int number, MemoryBudget budget)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"part-{partition:00000}-{JobId}.c{number:000}{Format.Extension(Options)}");
        var path = FilePath.Combine(folder.Length == 0 ? Path : FilePath.Combine(Path, folder), name);
        return Format.Create(FileSystem.Create(path, Staging), FileSchema, Options, budget);
    }

    /// <summary>The path at which a receipt's file appears: what stands behind the last line break (see <see cref="OutputFile.Finish"/>).</summary>
    public static string FinalPath(string receipt) => receipt[(receipt.LastIndexOf('\n') + 1)..];
}
