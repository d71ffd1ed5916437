namespace Spindle.Storage.Files;

/// <summary>A file open for reading at any place; shared by threads.</summary>
public interface IInputFile : IDisposable
{
    string Path { get; }

    /// <summary>Bytes.</summary>
    long Length { get; }

    /// <summary>Fills the destination from that offset.</summary>
    /// <exception cref="IOException">The bytes cannot be read, or the file ends before.</exception>
    void ReadAt(long offset, Span<byte> destination);

    /// <summary>Says that these places are read soon; a remote file may fetch them in parallel.</summary>
    void Prefetch(ReadOnlySpan<FileRange> ranges)
    {
    }
}

public readonly record struct FileRange(long Offset, long Length);
