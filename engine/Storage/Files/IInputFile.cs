namespace Spindle.Storage.Files;

/// <summary>A file open for reading at any place; shared by threads.</summary>
public interface IInputFile : IDisposable
{
    string Path { get; }

    /// <summary>Bytes.</summary>
    long Length { get; }

    /// <summary>What <see cref="FileStatus.Stamp"/> was when the file was opened; 0 where that is not known.</summary>
    long Stamp => 0;

    /// <summary>False where the file is another one than was listed with that length and stamp.</summary>
    bool IsAsListed(long length, long stamp) => Length == length && (Stamp == stamp || Stamp == 0 || stamp == 0);

    /// <summary>Fills the destination from that offset.</summary>
    /// <exception cref="IOException">The bytes cannot be read, or the file ends before.</exception>
    void ReadAt(long offset, Span<byte> destination);

    /// <summary>Says that these places are read soon; a remote file may fetch them in parallel.</summary>
    void Prefetch(ReadOnlySpan<FileRange> ranges)
    {
    }
}

public readonly record struct FileRange(long Offset, long Length);
