namespace Spindle.Sql;

/// <summary>Where a persisted DataFrame's rows are kept.</summary>
public enum StorageLevel
{
    /// <summary>Not kept.</summary>
    None,

    /// <summary>In memory as columns.</summary>
    MemoryOnly,

    /// <summary>In memory as columns, on disk past the memory budget.</summary>
    MemoryAndDisk,

    /// <summary>On disk.</summary>
    DiskOnly,
}

/// <summary>Levels by Spark's names.</summary>
internal static class StorageLevels
{
    private static readonly Dictionary<string, StorageLevel> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MEMORY_ONLY"] = StorageLevel.MemoryOnly, ["MEMORY_AND_DISK"] = StorageLevel.MemoryAndDisk, ["DISK_ONLY"] = StorageLevel.DiskOnly,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static StorageLevel Of(string name) => ByName[name];
}

/// <summary>What a writer does where there is already something.</summary>
public enum SaveMode
{
    /// <summary>Adds rows.</summary>
    Append,

    /// <summary>Replaces what is there.</summary>
    Overwrite,

    /// <summary>Ends in an error.</summary>
    ErrorIfExists,

    /// <summary>Leaves what is there and writes nothing.</summary>
    Ignore,
}
