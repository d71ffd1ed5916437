using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Formats.Records;
using Spindle.Sources;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;

namespace Spindle.Storage.Text;

/// <summary>
/// The part of a split's text that is in memory. It begins at the start of a record, slides on as records are consumed, and ends, at last, behind the last record that begins in the split.
/// <code>
///   file   ···|—— split ——————————————|···
///   lines  ··· ——][—— … ——][——————————·—][ ···
///                 ^ first line of the split  ^ its end
/// </code>
/// </summary>
internal sealed class TextWindow : IRecordPlaces, IDisposable
{
    private const int FirstBytes = 512 << 10;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly IFileSystem fileSystem;
    private readonly FileSplit split;
    private readonly ScanContext context;
    private readonly LineEnds lineEnds;
    private readonly long limit;
    private ByteSource? source;
    private NativeBuffer? buffer;
    private int start;
    private int filled;
    private long offset;
    private long counted;
    private long last = long.MaxValue;
    private bool ended;

    /// <param name="split">Bytes <c>[Start, End)</c> of a file.</param>
    /// <param name="lineEnds">How lines end.</param>
    /// <param name="limit">Bytes past which a record is taken for a mistake.</param>
    public TextWindow(IFileSystem fileSystem, FileSplit split, LineEnds lineEnds, long limit, ScanContext context)
    {
        (this.fileSystem, this.split, this.lineEnds, this.limit, this.context) = (fileSystem, split, lineEnds, limit, context);
        try
        {
            offset = Math.Max(split.Start - 1, 0);
            source = ByteSource.Open(fileSystem, split.Path, offset, split.Length, split.Stamp);
            Fill();
            if (split.Start == 0)
                Consume(Data.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
            else
                SkipToLine();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The text, from the start of a record.</summary>
    public ReadOnlySpan<byte> Data => buffer is null ? default : buffer.Bytes[start..(int)Math.Min(filled, Math.Max(start, last - offset))];

    /// <summary>True where nothing of the split follows <see cref="Data"/>.</summary>
    public bool IsLast => ended || last - offset <= filled;

    /// <summary>Leaves out bytes at the start.</summary>
    public void Consume(int bytes) => start += bytes;

    /// <summary>Brings in more of the text: the records in <see cref="Data"/> are not whole.</summary>
    /// <exception cref="SpindleException">A record is longer than the limit, or the file cannot be read.</exception>
    public void Extend()
    {
        if (Data.Length >= limit)
            throw RecordErrors.TooLong(Describe(0), limit);
        Fill();
    }

    public string Describe(long offset)
    {
        var at = this.offset + start + offset;
        try
        {
            return $"{split.Path}, line {LineCounter.LineAt(fileSystem, split.Path, at, lineEnds)}";
        }
        catch (Exception e) when (e is IOException or InvalidDataException or SpindleException)
        {
            return $"{split.Path}, byte {at}";
        }
    }

    public void Dispose()
    {
        buffer?.Release();
        buffer = null;
        source?.Dispose();
        source = null;
    }

    /// <summary>Moves the text to the buffer's start and reads until the buffer, twice as large if it was full, has no room.</summary>
    private void Fill()
    {
        if (buffer is null)
            buffer = context.Budget.Allocate(FirstBytes);
        else if (start > 0)
            Slide();
        else if (filled == buffer.Capacity)
            Grow();
        try
        {
            while (!ended && filled < buffer.Capacity && last == long.MaxValue)
            {
                var read = source!.Read(buffer.Bytes[filled..]);
                context.Metrics.BytesRead(source.BytesRead - counted);
                counted = source.BytesRead;
                ended = read == 0;
                var from = filled;
                filled += read;
                FindLast(from);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new SpindleException(StorageErrors.CannotRead, $"{split.Path} cannot be read: {e.Message}", inner: e, parameters: new Dictionary<string, string> { ["path"] = split.Path });
        }
    }

    private void Slide()
    {
        buffer!.Bytes[start..filled].CopyTo(buffer.Bytes);
        offset += start;
        filled -= start;
        start = 0;
    }

    private void Grow()
    {
        var larger = context.Budget.Allocate(buffer!.Capacity * 2);
        buffer.Bytes[..filled].CopyTo(larger.Bytes);
        buffer.Release();
        buffer = larger;
    }

    /// <summary>Looks for the line end that ends the split, at or after its last byte, among the bytes from <paramref name="from"/>.</summary>
    private void FindLast(int from)
    {
        if (split.End >= split.Length || offset + filled < split.End)
            return;

        // A separator of several bytes may lie across two reads.
        var search = (int)Math.Max(Math.Max(from - 64, 0), split.End - 1 - offset);
        var found = lineEnds.IndexIn(buffer!.Bytes[search..filled], out var length);
        if (found >= 0 && (length > 0 || ended))
            last = offset + search + found + Math.Abs(length);
    }

    private void SkipToLine()
    {
        while (true)
        {
            var found = lineEnds.IndexIn(buffer!.Bytes[start..filled], out var length);
            if (found >= 0 && (length > 0 || ended))
            {
                Consume(found + Math.Abs(length));
                return;
            }

            if (ended)
            {
                Consume(filled - start);
                return;
            }

            // What belongs to the split before need not be kept, but for a separator's beginning.
            Consume(Math.Max(filled - start - 64, 0));
            Fill();
            if (last != long.MaxValue && last <= offset + start)
                return;
        }
    }
}
