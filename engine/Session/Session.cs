using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Commands;
using Spindle.Sql.Objects;
using Spindle.Sql.Parsing;
using Spindle.Sql.Routines;
using Spindle.Sql.Running;

namespace Spindle.Sql;

/// <summary>
/// The way in: SQL, readers, settings and catalog of one program.
/// <code>
/// using var session = Session.Builder().GetOrCreate();
/// session.Sql("SELECT 1 + 1").Show();
/// </code>
/// Safe to use from several threads.
/// </summary>
public sealed partial class Session : IDisposable
{
    internal Session(SessionState state, string master)
    {
        State = state;
        Master = master;
        Conf = new RuntimeConfig(state.Settings);
        Catalog = new Catalog(this);
    }

    /// <summary>Where queries run: <c>local[4]</c>.</summary>
    public string Master { get; }

    /// <summary>The session's settings.</summary>
    public RuntimeConfig Conf { get; }

    /// <summary>Tables, views, databases and functions.</summary>
    public Catalog Catalog { get; }

    /// <summary>Makes functions of the program callable from SQL.</summary>
    public UdfRegistration Udf => new(this);

    /// <summary>Reads files as tables.</summary>
    public DataFrameReader Read => new(this);

    /// <summary>The engine's version.</summary>
    public string Version => typeof(Session).Assembly.GetName().Version?.ToString(3) ?? "";

    internal SessionState State { get; }

    /// <summary>Describes a session and makes it.</summary>
    public static SessionBuilder Builder() => new();

    /// <summary>Runs a statement. A query runs when its rows are asked for; anything else at once, and its result is what it shows.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">The text cannot be read, or names what there is not; <see cref="Columnar.Errors.ErrorText"/> prints it with its place marked.</exception>
    public DataFrame Sql(string text)
    {
        var plan = QueryCompiler.Guarded(text, () => SqlParser.ParseStatement(text, State.ParserSettings(this, text)));
        return Run(plan, text);
    }

    /// <summary>Runs a statement whose parameters <c>:name</c> stand for values: numbers, strings, dates and so on.</summary>
    /// <inheritdoc cref="Sql(string)" path="/exception"/>
    public DataFrame Sql(string text, IReadOnlyDictionary<string, object?> parameters) => Sql(text, [.. parameters.Select(p => (p.Value, (string?)p.Key))]);

    /// <summary>Runs a statement whose parameters <c>?</c> stand for values, in order.</summary>
    /// <inheritdoc cref="Sql(string)" path="/exception"/>
    public DataFrame Sql(string text, params IReadOnlyList<object?> parameters) => Sql(text, [.. parameters.Select(p => (p, (string?)null))]);

    /// <summary>A table or view by name.</summary>
    public DataFrame Table(string name) => new(this, new UnresolvedRelation(SqlParser.ParseName(name), []));

    /// <summary>The numbers from 0 up to one below the end, as <c>id</c>.</summary>
    public DataFrame Range(long end) => Range(0, end);

    /// <summary>The numbers from the start up to one below the end, as <c>id</c>.</summary>
    public DataFrame Range(long start, long end, long step = 1) =>
        new(this, new UnresolvedTableFunction(["range"], [Literal.Of(start), Literal.Of(end), Literal.Of(step)]));

    /// <summary>As <see cref="Range(long, long, long)"/>, cut into that many tasks where there are executors.</summary>
    public DataFrame Range(long start, long end, long step, int partitions) =>
        new(this, new UnresolvedTableFunction(["range"], [Literal.Of(start), Literal.Of(end), Literal.Of(step), Literal.Of(partitions)]));

    /// <summary>Objects as rows: a public property a column; numbers, strings and other simple values are one column, <c>value</c>.</summary>
    public DataFrame CreateDataFrame<T>(IEnumerable<T> items) => new(this, Relation.Of(ObjectTable.Of(items, State.Budget), []));

    /// <summary>Rows of values in the order of the columns.</summary>
    /// <param name="schema">As SQL writes it: <c>a INT, b STRING</c>.</param>
    public DataFrame CreateDataFrame(IEnumerable<IReadOnlyList<object?>> rows, string schema)
    {
        var columns = SqlParser.ParseSchema(schema);
        var values = rows.Select(row => row.Count == columns.Fields.Count
            ? (IReadOnlyList<object?>)[.. row.Select((v, i) => ClrValues.FromClr(v, columns.Fields[i].Type))]
            : throw new ArgumentException($"a row has {row.Count} values for {columns.Fields.Count} columns", nameof(rows)));
        return new(this, Relation.Of(MemoryTable.Of("rows", columns, values, State.Budget), []));
    }

    /// <summary>Runs a statement that is read already.</summary>
    internal DataFrame Run(LogicalPlan plan, string text)
    {
        if (plan is not Command command)
            return new DataFrame(this, plan, text);
        if (command is ExecuteImmediate dynamic)
            return QueryCompiler.Guarded(text, () => new DynamicStatement(this, text).Run(dynamic));
        var table = QueryCompiler.Guarded(text, () => new CommandRunner(this, text).Run(command));
        return new DataFrame(this, Relation.Of(table, []), text);
    }

    /// <summary>What a statement answers that shows nothing.</summary>
    internal DataFrame Nothing(string text) => new(this, Relation.Of(new MemoryTable("result", StructType.Empty, []), []), text);

    private DataFrame Sql(string text, IReadOnlyList<(object? Value, string? Name)> values)
    {
        var parameters = new StatementParameters(values.Select(v => new StatementParameter(ClrLiteral.Of(v.Value), v.Name, $"{v.Value}")).ToValueList());
        var plan = QueryCompiler.Guarded(text, () => SqlParser.ParseStatement(text, State.ParserSettings(this, text) with { Parameters = parameters }));
        return Run(plan, text);
    }

    /// <summary>No rows and no columns.</summary>
    public DataFrame EmptyDataFrame() => new(this, Relation.Of(new MemoryTable("empty", StructType.Empty, []), []));

    /// <summary>Where queries run and within what: <c>local[2]  budget 11.8 GiB  spill /tmp/spindle-123</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{(State.Topology.IsCluster ? Master : $"local[{State.Threads}]")}  budget {State.Budget.Limit / (double)(1L << 30):0.0} GiB  spill {State.QuerySettings().SpillFolder}");

    /// <summary>Ends the session and forgets what it keeps.</summary>
    public void Stop() => Dispose();

    public void Dispose()
    {
        State.Cache.Dispose();
        (State.Runner as IDisposable)?.Dispose();
        SessionBuilder.Forget(this);
    }
}
