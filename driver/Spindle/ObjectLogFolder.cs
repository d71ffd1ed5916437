using Spindle.Driver.Logging;
using Spindle.Storage.Files;

namespace Spindle;

/// <summary>Event logs on a file system whose files appear whole, as <c>s3://</c>.</summary>
internal sealed class ObjectLogFolder(IFileSystem files, string folder) : ILogFolder
{
    public bool IsSeenWhenClosed => true;

    public string PathOf(string name) => $"{folder.TrimEnd('/')}/{name}";

    public Stream Create(string name) => new WholeFile(files, PathOf(name));

    public void Delete(string name) => files.Delete(PathOf(name));

    // Bounded by the size of a file, past which the log goes on in another.
    private sealed class WholeFile(IFileSystem files, string path) : MemoryStream
    {
        private bool written;

        protected override void Dispose(bool disposing)
        {
            if (disposing && !written)
            {
                written = true;
                files.WriteAll(path, GetBuffer().AsSpan(0, (int)Length));
            }

            base.Dispose(disposing);
        }
    }
}
