namespace Spindle.Launch;

/// <summary>A folder of object storage, or one that all executors see, for the blocks of executors that leave and have no peer with room.</summary>
public static class FallbackStorage
{
    /// <summary>Stands where otherwise the id of an executor says who has a block.</summary>
    public const string Holder = "fallback";

    /// <summary>How executors are told of the folder.</summary>
    public const string PathSetting = "spindle.storage.decommission.fallbackStorage.path";

    /// <summary>Where the blocks of one application are.</summary>
    public static string FolderOf(string path, string application) => $"{path.TrimEnd('/')}/{application}";

    /// <summary>Where the map outputs of one query are, in the application's folder.</summary>
    public static string FolderOfQuery(string folder, long query) => FormattableString.Invariant($"{folder}/query-{query}");

    /// <summary>Where the kept partitions of one dataset are, in the application's folder.</summary>
    public static string FolderOfDataset(string folder, long dataset) => FormattableString.Invariant($"{folder}/dataset-{dataset}");
}
