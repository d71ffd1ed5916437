using System.Diagnostics;
using System.Globalization;
using Spindle.Sql;
using Spindle.Sql.Parsing;

namespace Spindle.Cli;

/// <summary><c>spindle sql</c>: runs statements, or reads them from a prompt.</summary>
internal sealed class SqlCommand(Session session, SqlOptions options)
{
    private CancellationTokenSource interruption = new();

    public static int Run(SqlOptions options)
    {
        if (options.Help)
            return Usage.Print(Console.Out);
        var builder = Session.Builder().Master(options.Master);
        if (options.Memory is { } memory)
            builder.Memory(memory);
        foreach (var (key, value) in options.Settings)
        {
            RuntimeConfig.RequireKnown(key);
            builder.Config(key, value);
        }

        using var session = builder.Create();
        foreach (var (name, path) in options.Tables)
            TableFiles.Read(session, path).CreateOrReplaceTempView(name);
        var command = new SqlCommand(session, options);
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            command.Interrupt();
        };
        if (options.Queries.Count == 0)
            return Prompt.Run(session, command);
        foreach (var query in options.Queries)
            command.RunScript(query);
        return 0;
    }

    /// <summary>Runs statements one after the other and prints what each gives.</summary>
    public void RunScript(string script)
    {
        // An interruption ends the script it meets, not those that a prompt reads after it.
        if (interruption.IsCancellationRequested)
            interruption = new CancellationTokenSource();
        foreach (var statement in SqlParser.SplitStatements(script))
            RunStatement(statement, interruption.Token);
    }

    private void Interrupt() => interruption.Cancel();

    private void RunStatement(string statement, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var watch = Stopwatch.StartNew();
        var frame = session.Sql(statement);
        var rows = frame.Columns.Count == 0 ? 0 : Print(frame, cancellation);
        if (options.Timing)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} {(rows == 1 ? "row" : "rows")}, {watch.Elapsed.TotalSeconds:0.000} s"));
    }

    // A file, where the writer makes a folder: the one file of a folder beside it takes the place.
    private long WriteParquet(DataFrame frame, string path, CancellationToken cancellation)
    {
        var folder = path + ".parts";
        try
        {
            frame.Coalesce(1).Write.Mode(SaveMode.Overwrite).Save(folder, cancellation);
            File.Move(Directory.GetFiles(folder, "*.parquet").Single(), path, overwrite: true);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        return session.Read.Parquet(path).Count(cancellation);
    }

    private long Print(DataFrame frame, CancellationToken cancellation)
    {
        if (options.Out is null)
        {
            using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
            return frame.WriteText(output, options.Format!.Value, cancellation);
        }

        if (options.Format is not { } format)
            return WriteParquet(frame, options.Out, cancellation);
        return WriteText(frame, options.Out, format, cancellation);
    }

    // Beside its place first: a query that fails leaves no half a file, and an older one as it was.
    private static long WriteText(DataFrame frame, string path, ResultFormat format, CancellationToken cancellation)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.unfinished";
        try
        {
            long rows;
            using (var file = new StreamWriter(unfinished))
                rows = frame.WriteText(file, format, cancellation);
            File.Move(unfinished, path, overwrite: true);
            return rows;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
