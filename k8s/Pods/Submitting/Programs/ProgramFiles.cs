using System.Globalization;

namespace Spindle.Pods.Submitting.Programs;

/// <summary>The files of a program that travel to its driver pod: what lies beside it and does not come with the image.</summary>
internal static class ProgramFiles
{
    /// <param name="program">The program's assembly.</param>
    /// <param name="inImage">Whether the image has a file of that name.</param>
    /// <returns>Their paths, in order of their names.</returns>
    /// <exception cref="SubmissionException">There is no such program.</exception>
    public static IReadOnlyList<string> Of(string program, Func<string, bool> inImage)
    {
        if (!File.Exists(program))
            throw new SubmissionException($"there is no program at {program}");
        var own = Path.GetFullPath(program);
        // The program itself goes along whatever the image has under its name.
        return [.. Directory.EnumerateFiles(Path.GetDirectoryName(own)!).Where(f => f == own || (Belongs(f) && !inImage(Path.GetFileName(f)))).Order(StringComparer.Ordinal)];
    }

    /// <param name="room">Bytes of a config map.</param>
    /// <exception cref="SubmissionException">The files are too much for one.</exception>
    public static void CheckRoom(string program, IReadOnlyList<string> files, long room)
    {
        var size = files.Sum(f => new FileInfo(f).Length);
        // Contents count by a third more there, and names and the map itself besides.
        var most = room * 2 / 3;
        if (size > most)
            throw new SubmissionException(string.Create(CultureInfo.InvariantCulture,
                $"{program} and what lies beside it are {size >> 10} KiB, and a config map takes {most >> 10}: set spark.kubernetes.file.upload.path=s3://bucket/prefix, or put the program into an image and submit it as local:///folder/{Path.GetFileName(program)}"));
    }

    private static bool Belongs(string file) => Path.GetExtension(file) is ".dll" or ".json" or ".config" or ".so";
}
