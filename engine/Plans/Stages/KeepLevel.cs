namespace Spindle.Plans.Stages;

/// <summary>Where blocks may lie, and what becomes of them when memory is short.</summary>
public enum KeepLevel : byte
{
    /// <summary>In memory, and on disk when memory is short. Map outputs and results are always kept so.</summary>
    MemoryAndDisk,

    /// <summary>In memory; dropped when memory is short, to be computed again.</summary>
    MemoryOnly,

    /// <summary>On disk.</summary>
    DiskOnly,
}
