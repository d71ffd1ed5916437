namespace Spindle.Client.Watching;

/// <summary>What happened to an object.</summary>
public enum WatchEventKind
{
    /// <summary>It was created, or matches the selection now.</summary>
    Added,

    /// <summary>It was changed.</summary>
    Modified,

    /// <summary>It is gone, or matches the selection no longer.</summary>
    Deleted,

    /// <summary>Nothing: all changes up to a version have been told.</summary>
    Bookmark,
}
