using Spindle.Pods.Settings;

namespace Spindle.Pods.Submitting.Programs;

/// <summary>Where a driver pod has its program from, decided before anything is made.</summary>
internal abstract record ProgramSource
{
    private const string InImage = "local://";

    /// <param name="program">As the user named it: an assembly of this machine, of the image (<c>local:///…</c>), or a program in object storage.</param>
    /// <param name="inImage">Whether the image has a file of that name.</param>
    /// <exception cref="SubmissionException">There is no such program, or no way for it to travel.</exception>
    public static ProgramSource Of(string application, string program, KubernetesSettings settings, Func<string, bool> inImage)
    {
        if (program.StartsWith(InImage, StringComparison.Ordinal))
            return new Image(program[InImage.Length..]);
        if (StoredProgram.IsStored(program))
            return new Storage(StoredProgram.Parse(program));
        var files = ProgramFiles.Of(program, inImage);
        if (settings.UploadPath is { } uploads)
            return new Upload($"{uploads.TrimEnd('/')}/spindle-upload-{application}", Path.GetFileName(program), files);
        ProgramFiles.CheckRoom(program, files, settings.ConfigMapSize);
        return new Map(Path.GetFileName(program), files);
    }

    /// <summary>The image has it.</summary>
    public sealed record Image(string Assembly) : ProgramSource;

    /// <summary>It lies in object storage already, and stays there.</summary>
    public sealed record Storage(StoredProgram Program) : ProgramSource;

    /// <summary>An archive takes it there.</summary>
    /// <param name="Folder">The application's own, for the archive.</param>
    public sealed record Upload(string Folder, string Assembly, IReadOnlyList<string> Files) : ProgramSource
    {
        /// <summary>Where an archive of its files goes.</summary>
        public StoredProgram Place(ProgramArchive archive) => new($"{Folder}/{archive.Name}", Assembly);
    }

    /// <summary>A config map takes it along.</summary>
    public sealed record Map(string Assembly, IReadOnlyList<string> Files) : ProgramSource;
}
