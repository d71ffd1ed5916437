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
