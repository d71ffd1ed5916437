using System.Runtime.CompilerServices;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Commands;
using Spindle.Sql.Objects;
using Spindle.Sql.Printing;
using Spindle.Sql.Running;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <summary>Runs the plan and gives all rows.</summary>
    public IReadOnlyList<Row> Collect(CancellationToken cancellation = default)
    {
        var rows = new List<Row>();
        using var result = Execute(cancellation);
        while (result.Next() is { } batch)
            rows.AddRange(RowReader.Rows(batch, Schema));
        return rows;
    }

    /// <summary>Runs the plan and gives its batches as they come; each is lent until the next is asked for.</summary>
    public async IAsyncEnumerable<RowBatch> CollectAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var result = Execute(cancellation);
        while (await Task.Run(result.Next, cancellation).ConfigureAwait(false) is { } batch)
        {
            result.HideProgress();
            using var rows = new RowBatch(batch, Schema);
            yield return rows;
        }
    }

    /// <summary>Runs the plan and gives rows as they come, a batch at a time in memory.</summary>
    public async IAsyncEnumerable<Row> RowsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var batch in CollectAsync(cancellation).ConfigureAwait(false))
            foreach (var row in batch)
                yield return row;
    }

    /// <summary>Runs the plan and gives rows as objects, as they come.</summary>
    /// <inheritdoc cref="ToLocal{T}" path="/exception"/>
    public async IAsyncEnumerable<T> ToLocalAsync<T>([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var batch in CollectAsync(cancellation).ConfigureAwait(false))
            foreach (var item in batch.As<T>())
                yield return item;
    }

    /// <summary>Runs the plan and gives its batches as columns, as they come. Each is lent until the next is asked for.</summary>
    public IEnumerable<RecordBatch> Batches(CancellationToken cancellation = default)
    {
        using var result = Execute(cancellation);
        while (result.Next() is { } batch)
        {
            result.HideProgress();
            try
            {
                yield return batch;
            }
            finally
            {
                batch.Release();
            }
        }
    }

    /// <summary>Runs the plan and gives each row as an object: a record whose parameters, or a class whose properties, are named like the columns; for one column also a plain value.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">A value does not fit its member.</exception>
    public IReadOnlyList<T> ToLocal<T>(CancellationToken cancellation = default) => [.. Collect(cancellation).Select(r => (T)RowObjects.For(typeof(T)).Make(r))];

    /// <summary>The number of rows.</summary>
    public long Count(CancellationToken cancellation = default) => GroupBy().Agg(Functions.Count(Functions.Lit(1))).Collect(cancellation)[0].Get<long>(0);

    /// <summary>The first rows.</summary>
    public IReadOnlyList<Row> Take(int count, CancellationToken cancellation = default) => Limit(count).Collect(cancellation);

    /// <summary>The last rows, in order. Only these are kept while the plan runs.</summary>
    public IReadOnlyList<Row> Tail(int count, CancellationToken cancellation = default)
    {
        var last = new Queue<Row>();
        foreach (var row in count <= 0 ? [] : Rows(cancellation))
        {
            if (last.Count == count)
                last.Dequeue();
            last.Enqueue(row);
        }

        return [.. last];
    }

    /// <summary>Runs the plan and gives rows as they come, a batch at a time in memory.</summary>
    /// <param name="prefetchPartitions">True to compute the next batch while the rows of one are looked at.</param>
    public IEnumerable<Row> ToLocalIterator(bool prefetchPartitions = false, CancellationToken cancellation = default) => prefetchPartitions ? Prefetched(cancellation) : Rows(cancellation);

    /// <summary>Gives each row to a function, here in this program, as rows come. <see cref="Dataset{T}.Foreach"/> calls one where the rows are.</summary>
    public void Foreach(Action<Row> function, CancellationToken cancellation = default)
    {
        foreach (var row in Rows(cancellation))
            function(row);
    }

    /// <summary>Gives the rows to a function, here in this program, where they are one partition. <see cref="Dataset{T}.ForeachPartition"/> calls one for each, where it is.</summary>
    public void ForeachPartition(Action<IEnumerable<Row>> function, CancellationToken cancellation = default) => function(Rows(cancellation));

    /// <inheritdoc cref="Take"/>
    public IReadOnlyList<Row> Head(int count, CancellationToken cancellation = default) => Take(count, cancellation);

    /// <summary>The first row; null where there is none.</summary>
    public Row? First(CancellationToken cancellation = default) => Take(1, cancellation) is [var row] ? row : null;

    public bool IsEmpty(CancellationToken cancellation = default) => First(cancellation) is null;

    /// <summary>Prints the first rows as a table.</summary>
    /// <param name="truncate">Characters of a value that are shown; 0 for all.</param>
    /// <param name="vertical">True for a line a value.</param>
    public void Show(int count = 20, int truncate = 20, bool vertical = false) => Console.Out.Write(ShowText(count, truncate, vertical));

    /// <summary>What <see cref="Show"/> prints.</summary>
    public string ShowText(int count = 20, int truncate = 20, bool vertical = false)
    {
        var printer = new TablePrinter(Schema, Session.State.Zone, truncate);
        var limited = Limit(count + 1);
        using var result = limited.Execute(default);
        while (result.Next() is { } batch)
        {
            printer.Add(batch, count);
            batch.Release();
        }

        return vertical ? printer.PrintVertical(count) : printer.Print(count);
    }

    /// <summary>Writes all rows as text, as they are computed.</summary>
    /// <returns>The number of rows.</returns>
    public long WriteText(TextWriter output, ResultFormat format = ResultFormat.Table, CancellationToken cancellation = default)
    {
        using var result = Execute(cancellation);
        return ResultWriter.Write(result, Schema, Session.State.Zone, format, output);
    }

    /// <summary>Prints the columns as a tree.</summary>
    /// <param name="level">How deep columns inside columns are shown; null for all.</param>
    public void PrintSchema(int? level = null) => Console.Out.Write(SchemaTree.Of(Schema, level));

    /// <summary>Prints the plan.</summary>
    /// <param name="extended">True for every form of it: as written, resolved, optimised, physical.</param>
    public void Explain(bool extended = false) => Console.Out.WriteLine(ExplainText(extended ? "extended" : "simple"));

    /// <inheritdoc cref="Explain(bool)"/>
    /// <param name="mode">One of those of <see cref="Explain(string)"/>, for which <paramref name="extended"/> is left false.</param>
    public void Explain(bool extended, string mode) => Explain(extended ? throw new ArgumentException("extended and a mode are not given together", nameof(mode)) : mode);

    /// <summary>Prints the plan in a mode: <c>simple</c>, <c>extended</c>, <c>formatted</c>, <c>cost</c>, <c>analyze</c> (which runs it).</summary>
    public void Explain(string mode) => Console.Out.WriteLine(ExplainText(mode));

    /// <summary>What <see cref="Explain(string)"/> prints.</summary>
    public string ExplainText(string mode = "simple") => Enum.TryParse<ExplainMode>(mode, ignoreCase: true, out var parsed)
        ? PlanExplanation.Of(Session.State, parsed, Plan, SqlText)
        : throw new ArgumentException($"'{mode}' is no mode; use simple, extended, formatted, cost or analyze", nameof(mode));

    /// <summary>Makes the rows a view of that name for this session, in place of one that there is.</summary>
    public void CreateOrReplaceTempView(string name) => Session.State.Catalog.CreateTemporary(name, Plan, SqlText, replace: true);

    /// <summary>Makes the rows a view of that name for this session; an error where there is one.</summary>
    public void CreateTempView(string name) => Session.State.Catalog.CreateTemporary(name, Plan, SqlText, replace: false);

    /// <inheritdoc cref="CreateOrReplaceTempView"/>
    public void RegisterTempTable(string name) => CreateOrReplaceTempView(name);

    /// <summary>Makes the rows a view <c>global_temp.name</c> for all sessions of the process; an error where there is one.</summary>
    public void CreateGlobalTempView(string name) => Session.State.Catalog.CreateGlobalTemporary(name, Plan, SqlText, replace: false);

    /// <summary>Makes the rows a view <c>global_temp.name</c> for all sessions of the process, in place of one that there is.</summary>
    public void CreateOrReplaceGlobalTempView(string name) => Session.State.Catalog.CreateGlobalTemporary(name, Plan, SqlText, replace: true);

    /// <summary>Keeps the rows once they are computed: in memory, on disk when that is wanted for queries, unless <c>spark.sql.defaultCacheStorageLevel</c> says otherwise.</summary>
    public DataFrame Cache() => Persist(Session.State.CacheLevel);

    /// <summary>Keeps the rows once they are computed; frames made of this one read what is kept.</summary>
    public DataFrame Persist(StorageLevel level = StorageLevel.MemoryAndDisk)
    {
        if (level != StorageLevel.None)
            Session.State.Cache.Add(Plan, level);
        return this;
    }

    /// <summary>Where <see cref="Persist"/> keeps the rows.</summary>
    public StorageLevel StorageLevel => Session.State.Cache.LevelOf(Plan);

    /// <summary>Forgets rows that <see cref="Cache"/> keeps.</summary>
    /// <param name="blocking">Has no effect: the rows are given up at once, or when the last query that reads them ends.</param>
    public DataFrame Unpersist(bool blocking = false)
    {
        Session.State.Cache.Remove(Plan);
        return this;
    }

    private IEnumerable<Row> Rows(CancellationToken cancellation)
    {
        using var result = Execute(cancellation);
        while (result.Next() is { } batch)
        {
            result.HideProgress();
            foreach (var row in RowReader.Rows(batch, Schema))
                yield return row;
        }
    }

    private IEnumerable<Row> Prefetched(CancellationToken cancellation)
    {
        using var result = Execute(cancellation);
        var next = Task.Run(Read, cancellation);
        try
        {
            while (next.GetAwaiter().GetResult() is { } rows)
            {
                next = Task.Run(Read, cancellation);
                foreach (var row in rows)
                    yield return row;
            }
        }
        finally
        {
            // The query is not ended under a read.
            next.ContinueWith(_ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        }

        IReadOnlyList<Row>? Read() => result.Next() is { } batch ? [.. RowReader.Rows(batch, Schema)] : null;
    }

    /// <summary>Starts the plan; the batches are the caller's.</summary>
    internal QueryResult Execute(CancellationToken cancellation) => Session.State.Compiler.Start(Plan, SqlText, cancellation);
}
