namespace Spindle.Client.Resources;

/// <summary>What becomes of the objects that a deleted object owns.</summary>
public enum Propagation
{
    /// <summary>They stay, without an owner.</summary>
    Orphan,

    /// <summary>They are removed afterwards.</summary>
    Background,

    /// <summary>They are removed first.</summary>
    Foreground,
}
