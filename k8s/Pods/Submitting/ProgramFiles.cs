namespace Spindle.Pods.Submitting;

/// <summary>The files of a program that a config map takes to its driver pod: what lies beside it and does not come with the image.</summary>
public static class ProgramFiles
{
    /// <param name="program">The program's assembly.</param>
    /// <param name="inImage">Whether the image has a file of that name.</param>
    /// <param name="room">Bytes of a config map.</param>
    /// <exception cref="SubmissionException">There is no such program, or too much of it.</exception>
    public static IReadOnlyDictionary<string, byte[]> Collect(string program, Func<string, bool> inImage, long room)
    {
        if (!File.Exists(program))
            throw new SubmissionException($"there is no program at {program}");
        var own = Path.GetFullPath(program);
        // The program itself goes along whatever the image has under its name.
        var files = Directory.EnumerateFiles(Path.GetDirectoryName(own)!).Where(f => f == own || (Belongs(f) && !inImage(Path.GetFileName(f)))).Order(StringComparer.Ordinal).ToList();
        var size = files.Sum(f => new FileInfo(f).Length);
        // Contents count by a third more there, and names and the map itself besides.
        var most = room * 2 / 3;
        if (size > most)
            throw new SubmissionException($"{program} and what lies beside it are {size >> 10} KiB, and a config map takes {most >> 10}: put the program into an image and submit it as local:///folder/{Path.GetFileName(program)}");
        return files.ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);
    }

    private static bool Belongs(string file) => Path.GetExtension(file) is ".dll" or ".json" or ".config" or ".so";
}
