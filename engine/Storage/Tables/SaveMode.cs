namespace Spindle.Storage.Tables;

/// <summary>What writing does where data is already.</summary>
public enum SaveMode : byte
{
    ErrorIfExists,
    Append,
    Overwrite,
    Ignore,
}
