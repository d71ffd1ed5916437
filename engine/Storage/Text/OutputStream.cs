using Spindle.Columnar.Streams;
using Spindle.Storage.Files;

namespace Spindle.Storage.Text;

/// <summary>An output file as a stream to write to. Disposing of it leaves the file open.</summary>
internal sealed class OutputStream(OutputFile output) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);
}
