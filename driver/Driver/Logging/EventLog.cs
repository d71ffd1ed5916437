using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Spindle.Driver.Actions;

namespace Spindle.Driver.Logging;

/// <summary>
/// What an application did, one JSON object a line: <c>{"event":"TaskEnded","time":1234,"attempt":{…},…}</c>, the first of which names the format's version. Written by a task of its
/// own, so that a slow disk never holds up the scheduler.
/// </summary>
public sealed class EventLog : IAsyncDisposable
{
    /// <summary>Grows when a reader of the former would misunderstand.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };

    private readonly Channel<(Announcement Announcement, long Time)> lines = Channel.CreateUnbounded<(Announcement, long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly StreamWriter writer;
    private readonly Task writing;

    private EventLog(string path, string application, TimeProvider time)
    {
        Path = path;
        writer = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        writer.WriteLine(JsonSerializer.Serialize(new { @event = "LogStarted", version = Version, application, startedUnixMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds() }));
        writer.Flush();
        writing = Task.Run(WriteAsync);
    }

    public string Path { get; }

    /// <summary>A log in a folder, which is made where it is not there; the file is named after the application.</summary>
    public static EventLog Create(string folder, string application, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        return new EventLog(System.IO.Path.Combine(folder, $"{application}.jsonl"), application, time);
    }

    /// <param name="time">Milliseconds since the application started.</param>
    public void Write(Announcement announcement, long time) => lines.Writer.TryWrite((announcement, time));

    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await writing.ConfigureAwait(false);
        await writer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A line of the log, without the line's end.</summary>
    internal static string Line(Announcement announcement, long time)
    {
        var fields = JsonSerializer.SerializeToNode(announcement, announcement.GetType(), Format)!.AsObject();
        var line = new JsonObject { ["event"] = announcement.GetType().Name, ["time"] = time };
        foreach (var (name, value) in fields.ToList())
        {
            fields.Remove(name);
            line[name] = value;
        }

        return line.ToJsonString(Format);
    }

    private async Task WriteAsync()
    {
        while (await lines.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (lines.Reader.TryRead(out var next))
                await writer.WriteLineAsync(Line(next.Announcement, next.Time)).ConfigureAwait(false);
            await writer.FlushAsync().ConfigureAwait(false);
        }
    }
}
