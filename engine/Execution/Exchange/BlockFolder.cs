using System.Globalization;
using Spindle.Execution.Spilling;

namespace Spindle.Execution.Exchange;

/// <summary>The folder of a process's block files: made at the first file, removed whole at the end.</summary>
public sealed class BlockFolder(string path) : IDisposable
{
    private readonly Lock gate = new();
    private long files;
    private bool made;

    public string Path => path;

    /// <summary>A path that no other file has.</summary>
    internal string NewFile()
    {
        lock (gate)
        {
            try
            {
                if (!made)
                    Directory.CreateDirectory(path);
                made = true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw SpillArea.Failed(path, exception);
            }

            return System.IO.Path.Combine(path, "block-" + (files++).ToString(CultureInfo.InvariantCulture));
        }
    }

    public void Dispose()
    {
        try
        {
            if (made && Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is a temporary one: nothing depends on its removal.
        }
    }

    internal static void Delete(params ReadOnlySpan<string> paths)
    {
        foreach (var file in paths)
            try
            {
                File.Delete(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It goes with the folder.
            }
    }
}
