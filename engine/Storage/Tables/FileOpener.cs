using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Sources;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>Makes tables and writers of files from their descriptors, through this process' file systems.</summary>
public sealed class FileOpener(FormatRegistry formats) : ITableOpener, ISinkOpener
{
    private static readonly string[] SecretWords = ["secret", "password", "token", "credential", "access.key", "accesskey"];

    /// <summary>What of this room travels.</summary>
    public static IReadOnlyList<Type> Types { get; } = [typeof(FileTableDescriptor), typeof(FileSplit), typeof(FileSinkDescriptor)];

    public ITable? Open(TableDescriptor descriptor) => descriptor is FileTableDescriptor table
        ? FileTable.Described(formats.FileSystems.For(table.Root), formats[table.Format], table)
        : null;

    public IBatchWriter? Open(TableSinkDescriptor descriptor, int partition, int attempt, MemoryBudget budget)
    {
        if (descriptor is not FileSinkDescriptor sink)
            return null;
        var files = new StructType(sink.Schema.Fields.Where((_, i) => !sink.PartitionBy.Contains(i)).ToValueList());
        var target = new AttemptTarget(formats.FileSystems.For(sink.Path), formats[sink.Format], sink.Path, StagingFolder.Of(sink.Path, sink.JobId), sink.JobId, sink.Schema, files,
            [.. sink.PartitionBy], new FormatOptions(sink.Options), TimeZone.Find(sink.Zone) ?? throw new UnreachableException($"the zone {sink.Zone} is not known here"));
        return target.Open(partition, attempt, budget);
    }

    /// <summary>Options that travel: those that may hold a secret stay.</summary>
    internal static ValueList<KeyValuePair<string, string>> Travelling(FormatOptions options) => options.All
        .Where(o => !SecretWords.Any(w => o.Key.Contains(w, StringComparison.OrdinalIgnoreCase))).OrderBy(o => o.Key, StringComparer.Ordinal).ToValueList();
}
