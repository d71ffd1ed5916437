using System.Text.Json;

namespace Spindle.Launch;

/// <summary>
/// What an executor is told when it starts. As a process it reads it as one line of JSON from its standard input, where no other user of the machine sees it, and
/// ends when that input ends: its driver is gone.
/// </summary>
/// <param name="Application">The application's id, shown by the certificate too.</param>
/// <param name="Executor">Its own id, never used twice within the application.</param>
/// <param name="Driver">Where the driver listens: host and port.</param>
/// <param name="Node">The machine's name, for locality.</param>
/// <param name="Cores">Tasks that it runs at once.</param>
/// <param name="Memory">Bytes for its tasks and blocks.</param>
/// <param name="Certificate">Its key, its certificate and the application's authority, as PEM; empty where connections are not encrypted.</param>
/// <param name="Folder">Where it may keep files; it makes the folder below it that it uses, and removes it.</param>
/// <param name="Settings">The application's settings that an executor reads.</param>
public sealed record ExecutorLaunch(string Application, string Executor, string Driver, string Node, int Cores, long Memory, string Certificate, string Folder, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The folder that the executor makes below <see cref="Folder"/>, and removes at its end.</summary>
    public string FolderOf(int processId) => Path.Combine(Folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"spindle-{Application}-{Executor}-{processId}"));

    /// <summary>One line.</summary>
    public string ToJson() => LaunchFormat.Write(this);

    /// <exception cref="JsonException">The text is no launch.</exception>
    public static ExecutorLaunch FromJson(string line) => LaunchFormat.Read(line);

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"executor {Executor} of {Application}: {Cores} cores, {Memory} bytes, driver {Driver}";
}
