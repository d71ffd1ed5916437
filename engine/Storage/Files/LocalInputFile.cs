using Microsoft.Win32.SafeHandles;
using Spindle.Columnar.Errors;

namespace Spindle.Storage.Files;

internal sealed class LocalInputFile : IInputFile
{
    private readonly SafeFileHandle handle;

    public LocalInputFile(string path)
    {
        Path = path;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
            Length = RandomAccess.GetLength(handle);

            // A time of change is compared and never read as a time.
#pragma warning disable RS0030
            Stamp = File.GetLastWriteTimeUtc(handle).Ticks;
#pragma warning restore RS0030
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SpindleException(StorageErrors.FileNotExist, $"the file {path} does not exist; it may have been removed after the table was listed", inner: e,
                parameters: new Dictionary<string, string> { ["path"] = path });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpindleException(StorageErrors.CannotRead, $"the file {path} cannot be opened: {e.Message}", inner: e,
                parameters: new Dictionary<string, string> { ["path"] = path });
        }
    }

    public string Path { get; }

    public long Length { get; }

    public long Stamp { get; }

    public void ReadAt(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(handle, destination, offset);
            if (read == 0)
                throw new EndOfStreamException($"the file ends at byte {offset}, where {destination.Length} bytes more are expected");
            offset += read;
            destination = destination[read..];
        }
    }

    public void Dispose() => handle.Dispose();
}
