using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Spindle.Driver.Actions;

namespace Spindle.Driver.Logging;

/// <summary>
/// What an application did, one JSON object a line: <c>{"event":"TaskEnded","time":1234,"attempt":{…},…}</c>, the first line of each file names the format's version and the file's number. Written
/// by a task of its own, so that a slow disk never holds up the scheduler.
/// <code>
///   app-1.jsonl   app-1.1.jsonl   app-1.2.jsonl …
/// </code>
/// </summary>
public sealed class EventLog : IAsyncDisposable
{
    /// <summary>Grows when a reader of the former would misunderstand.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };

    private readonly Channel<(Announcement Announcement, long Time)> lines = Channel.CreateUnbounded<(Announcement, long)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ILogFolder folder;
    private readonly LogRolling rolling;
    private readonly string application;
    private readonly TimeProvider time;
    private readonly Task writing;
    private Stream file;
    private long written;
    private long opened;
    private int number;

    private EventLog(ILogFolder folder, LogRolling rolling, string application, TimeProvider time)
    {
        this.folder = folder;
        this.rolling = rolling;
        this.application = application;
        this.time = time;
        Path = folder.PathOf(NameOf(0));
        file = Open();
        file.Flush();
        writing = Task.Run(WriteAsync);
    }

    /// <summary>The log's first file.</summary>
    public string Path { get; }

    /// <summary>A log in a folder, which is made where it is not there; the files are named after the application.</summary>
    public static EventLog Create(string folder, string application, TimeProvider time) => Create(new LocalLogFolder(folder), LogRolling.None, application, time);

    public static EventLog Create(ILogFolder folder, LogRolling rolling, string application, TimeProvider time) => new(folder, rolling, application, time);

    /// <param name="time">Milliseconds since the application started.</param>
    public void Write(Announcement announcement, long time) => lines.Writer.TryWrite((announcement, time));

    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await writing.ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
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
            {
                if (written >= rolling.FileBytes)
                    await RollAsync().ConfigureAwait(false);
                Put(Line(next.Announcement, next.Time));
            }

            if (folder.IsSeenWhenClosed && time.GetElapsedTime(opened) >= rolling.SeenWithin)
                await RollAsync().ConfigureAwait(false);
            else
                await file.FlushAsync().ConfigureAwait(false);
        }
    }

    private async Task RollAsync()
    {
        await file.DisposeAsync().ConfigureAwait(false);
        number++;
        if (number >= rolling.Retained)
            folder.Delete(NameOf(number - rolling.Retained));
        file = Open();
    }

    private Stream Open()
    {
        file = folder.Create(NameOf(number));
        written = 0;
        opened = time.GetTimestamp();
        Put(JsonSerializer.Serialize(new { @event = "LogStarted", version = Version, application, file = number, startedUnixMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds() }));
        return file;
    }

    private void Put(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        file.Write(bytes);
        written += bytes.Length;
    }

    private string NameOf(int file) => file == 0 ? $"{application}.jsonl" : string.Create(CultureInfo.InvariantCulture, $"{application}.{file}.jsonl");
}
