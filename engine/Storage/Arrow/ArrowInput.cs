using Spindle.Columnar.Errors;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Files;

namespace Spindle.Storage.Arrow;

/// <summary>A file of either IPC format, told apart by its first bytes.</summary>
internal sealed class ArrowInput : IDisposable
{
    private static readonly byte[] FileMagic = "ARROW1"u8.ToArray();

    private readonly string path;
    private readonly IInputFile opened;
    private readonly ArrowFileReader? file;
    private readonly ArrowStreamReader? stream;
    private int next;
    private int end = int.MaxValue;

    /// <exception cref="SpindleException">FAILED_READ_FILE</exception>
    public ArrowInput(IFileSystem fileSystem, string path, MemoryBudget budget)
    {
        this.path = path;
        var input = fileSystem.Open(path);
        opened = input;
        try
        {
            Span<byte> head = stackalloc byte[FileMagic.Length];
            if (input.Length >= head.Length)
                input.ReadAt(0, head);
            if (head.SequenceEqual(FileMagic))
                file = new ArrowFileReader(new InputFileStream(input), budget);
            else
                stream = new ArrowStreamReader(new InputFileStream(input), budget);
        }
        catch (IOException e)
        {
            input.Dispose();
            throw Unreadable(e);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>False where the file is another one than was listed.</summary>
    public bool IsAsListed(long length, long stamp) => opened.IsAsListed(length, stamp);

    /// <summary>Bytes of the file.</summary>
    public long Length => opened.Length;

    public StructType Schema => file?.Schema ?? stream!.Schema;

    /// <summary>Batches; -1 for a stream, which tells at its end.</summary>
    public int Batches => file?.BatchCount ?? -1;

    /// <summary>Reads just the batches of those numbers.</summary>
    public void Limit(int start, int end)
    {
        next = start;
        this.end = end;
    }

    /// <summary>The next batch, which the caller owns; null at the end.</summary>
    public RecordBatch? Read()
    {
        try
        {
            if (stream is not null)
                return stream.Read();
            return next < Math.Min(end, file!.BatchCount) ? file.Read(next++) : null;
        }
        catch (IOException e)
        {
            throw Unreadable(e);
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        stream?.Dispose();
    }

    private SpindleException Unreadable(IOException cause) => new(StorageErrors.CannotRead, $"{path} cannot be read: {cause.Message}", inner: cause,
        parameters: new Dictionary<string, string> { ["path"] = path });
}
