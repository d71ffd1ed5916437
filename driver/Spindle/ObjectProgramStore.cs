using Spindle.Columnar.Errors;
using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;
using Spindle.Storage.Files;
using Spindle.Storage.S3;

namespace Spindle;

/// <summary>Programs in buckets, which are reached as tables in them are.</summary>
/// <param name="settings">The application's: <c>spark.hadoop.fs.s3a.*</c>.</param>
internal sealed class ObjectProgramStore(IReadOnlyDictionary<string, string> settings) : IProgramStore, IDisposable
{
    private const int PieceBytes = 4 << 20;

    private readonly S3FileSystem files = RunnerSettings.S3(settings);

    public void Put(string file, string path, CancellationToken cancel) => Named(() =>
    {
        using var from = File.OpenRead(file);
        using var to = files.Create(path, staging: "");
        var piece = new byte[PieceBytes];
        for (int read; (read = from.Read(piece)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            to.Write(piece.AsSpan(0, read));
        }

        files.Publish(to.Finish());
        return true;
    });

    public IReadOnlyList<string> Below(string folder) => Named(() => Members(folder, "").ToList());

    public void Get(string path, string file) => Named(() =>
    {
        if (files.Status(path) is not { IsFolder: false })
            throw new SubmissionException($"there is no program at {path}");
        using var from = files.Open(path);
        using var to = File.Create(file);
        var piece = new byte[(int)Math.Min(PieceBytes, from.Length)];
        for (var at = 0L; at < from.Length; at += piece.Length)
        {
            var part = piece.AsSpan(0, (int)Math.Min(piece.Length, from.Length - at));
            from.ReadAt(at, part);
            to.Write(part);
        }

        return true;
    });

    public void Delete(string path) => Named(() =>
    {
        files.Delete(path);
        return true;
    });

    public void Dispose() => files.Dispose();

    private IEnumerable<string> Members(string folder, string prefix) => files.List(folder).SelectMany(m => m.IsFolder ? Members(m.Path, $"{prefix}{m.Name}/") : [prefix + m.Name]);

    // The storage's errors name the path.
    private static T Named<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SpindleException refused)
        {
            throw new SubmissionException(refused.Message);
        }
    }
}
