namespace Spindle.Pods.Submitting.Programs;

/// <summary>Object storage, as programs travel through it. What it refuses is a <see cref="SubmissionException"/> that names bucket and key.</summary>
public interface IProgramStore
{
    /// <summary>Puts a file at that path, where it is seen once it is whole.</summary>
    /// <param name="file">A file of this machine.</param>
    void Put(string file, string path, CancellationToken cancel);

    /// <summary>The paths of all objects below a folder, relative to it; none where there is no such folder.</summary>
    IReadOnlyList<string> Below(string folder);

    /// <summary>Copies an object into a file of this machine.</summary>
    void Get(string path, string file);

    /// <summary>Removes an object, or all below a folder; nothing happens where there is none.</summary>
    void Delete(string path);
}
