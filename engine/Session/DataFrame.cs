using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Running;

namespace Spindle.Sql;

/// <summary>
/// A table that a plan describes: files, rows of a program, or what operations make of other DataFrames. Immutable; each method gives a new one.
/// Names and types are checked when it is made; rows are computed when an action asks for them (<see cref="Collect"/>, <see cref="Show"/> …).
/// </summary>
public sealed partial class DataFrame
{
    private static long lastId;

    private readonly long id;
    private readonly Lazy<LogicalPlan> analyzed;

    internal DataFrame(Session session, LogicalPlan plan, string? sqlText = null)
    {
        Session = session;
        id = Interlocked.Increment(ref lastId);
        Plan = new UnresolvedFrame(id, plan);
        SqlText = sqlText;
        analyzed = new Lazy<LogicalPlan>(() => session.State.Compiler.Analyze(plan, sqlText));
        // Columns of the query around this one mean something only there.
        if (!OuterColumns.AreIn(plan))
            _ = analyzed.Value;
    }

    /// <summary>The session that runs it.</summary>
    public Session Session { get; }

    /// <summary>The columns: their names, types, and whether they may hold nulls.</summary>
    public StructType Schema => Analyzed.Schema;

    /// <summary>The columns' names in order.</summary>
    public IReadOnlyList<string> Columns => [.. Schema.Fields.Select(f => f.Name)];

    /// <summary>The columns' names and types in order.</summary>
    public IReadOnlyList<(string Name, string Type)> DTypes => [.. Schema.Fields.Select(f => (f.Name, f.Type.Name))];

    /// <summary>Saves the rows: <c>frame.Write.Parquet("data/t")</c>.</summary>
    public DataFrameWriter Write => new(this);

    /// <summary>Writes the rows into a table of the catalog: <c>frame.WriteTo("sales").Append()</c>.</summary>
    public DataFrameWriterV2 WriteTo(string table) => new(this, table);

    /// <summary>Merges the rows into a table of the catalog.</summary>
    /// <param name="condition">Which rows match, over the table's columns (<c>table.column</c>) and this frame's.</param>
    public MergeIntoWriter MergeInto(string table, Column condition) => new(this, table, condition);

    /// <summary>What to do about nulls.</summary>
    public DataFrameNaFunctions Na => new(this);

    internal LogicalPlan Plan { get; }

    internal LogicalPlan Analyzed => analyzed.Value;

    internal string? SqlText { get; }

    /// <summary>
    /// A column of this DataFrame, which stays that column in what is made of it: <c>a.Join(b, a["id"] == b["id"])</c>. Where a DataFrame is joined with itself, aliases tell the sides apart
    /// (<see cref="As"/>), and this is AMBIGUOUS_COLUMN_REFERENCE.
    /// </summary>
    public Column this[string name] => Col(name);

    /// <inheritdoc cref="this[string]"/>
    public Column Col(string name) => Functions.Col(name) is { Expression: UnresolvedColumn column } ? new(new UnresolvedFrameColumn(column.Parts, id)) : Functions.Col(name);

    /// <summary>Computes columns: <c>Select("a", Col("b") + 1)</c>.</summary>
    public DataFrame Select(params Column[] columns) => With(new Project(Items(columns), Plan));

    /// <summary>Computes columns written in SQL: <c>SelectExpr("a", "b + 1 AS c")</c>.</summary>
    public DataFrame SelectExpr(params string[] expressions) => Select([.. expressions.Select(Functions.Expr)]);

    /// <summary>Keeps the rows for which the condition is true.</summary>
    public DataFrame Where(Column condition) => With(new Filter(condition.Expression, Plan));

    /// <inheritdoc cref="Where(Column)"/>
    /// <param name="condition">In SQL: <c>"price > 10"</c>.</param>
    public DataFrame Where(string condition) => Where(Functions.Expr(condition));

    /// <inheritdoc cref="Where(Column)"/>
    public DataFrame Filter(Column condition) => Where(condition);

    /// <inheritdoc cref="Where(string)"/>
    public DataFrame Filter(string condition) => Where(condition);

    /// <summary>All columns, with one more or with the one of that name replaced.</summary>
    public DataFrame WithColumn(string name, Column column) => WithColumns((name, column));

    /// <inheritdoc cref="WithColumn"/>
    public DataFrame WithColumns(params (string Name, Column Column)[] columns)
    {
        var items = Schema.Fields.Select(f => columns.LastOrDefault(c => SameName(c.Name, f.Name)) is { Column: { } replaced } ? Named(replaced, f.Name) : Existing(f.Name)).ToList();
        items.AddRange(columns.Where(c => !Schema.Fields.Any(f => SameName(c.Name, f.Name))).Select(c => Named(c.Column, c.Name)));
        return With(new Project(items.ToValueList(), Plan));
    }

    /// <summary>The column of that name under another one; nothing changes where there is none.</summary>
    public DataFrame WithColumnRenamed(string existing, string name) =>
        With(new Project(Schema.Fields.Select(f => SameName(f.Name, existing) ? Named(new Column(Existing(f.Name)), name) : Existing(f.Name)).ToValueList(), Plan));

    /// <summary>Columns under other names; those that there are not are left out.</summary>
    public DataFrame WithColumnsRenamed(IReadOnlyDictionary<string, string> names) =>
        With(new Project(Schema.Fields.Select(f => names.FirstOrDefault(n => SameName(n.Key, f.Name)).Value is { } name ? Named(new Column(Existing(f.Name)), name) : Existing(f.Name)).ToValueList(), Plan));

    /// <inheritdoc cref="WithColumn"/>
    public DataFrame WithColumns(IReadOnlyDictionary<string, Column> columns) => WithColumns([.. columns.Select(c => (c.Key, c.Value))]);

    /// <summary>All columns under new names.</summary>
    public DataFrame ToDF(params string[] names) => names.Length == Schema.Fields.Count
        ? With(new SubqueryAlias("", names.ToValueList(), Plan))
        : throw new ArgumentException($"{names.Length} names for {Schema.Fields.Count} columns", nameof(names));

    /// <summary>All columns but these; names that there are not are left out.</summary>
    public DataFrame Drop(params string[] names) =>
        With(new Project(Schema.Fields.Where(f => !names.Any(n => SameName(n, f.Name))).Select(f => Existing(f.Name)).ToValueList(), Plan));

    /// <summary>All columns but these, such as one of two of the same name: <c>joined.Drop(right["id"])</c>.</summary>
    public DataFrame Drop(params Column[] columns) => With(new UnresolvedColumnEdit(ColumnEdit.DropIfExists, Items(columns), Plan));

    /// <summary>Each row once.</summary>
    public DataFrame Distinct() => With(new Distinct(Plan));

    /// <inheritdoc cref="Distinct"/>
    public DataFrame DropDuplicates() => Distinct();

    /// <summary>One row, whichever comes first, for each distinct set of these columns.</summary>
    public DataFrame DropDuplicates(params string[] columns)
    {
        var keys = columns.Select(c => Existing(c)).ToValueList();
        var results = Schema.Fields.Select(f => columns.Any(c => SameName(c, f.Name))
            ? Existing(f.Name)
            : new UnresolvedAlias(new UnresolvedFunction(["first"], [Existing(f.Name)]), [f.Name])).ToValueList();
        return With(new Aggregate(keys, results, Plan));
    }

    /// <summary>Sorts the rows; columns ascend with nulls first unless they say otherwise.</summary>
    public DataFrame OrderBy(params Column[] columns) => With(new Sort(columns.Select(c => c.ToSortKey()).ToValueList(), Plan));

    /// <inheritdoc cref="OrderBy"/>
    public DataFrame Sort(params Column[] columns) => OrderBy(columns);

    /// <summary>Sorts within partitions only.</summary>
    public DataFrame SortWithinPartitions(params Column[] columns) => With(new Sort(columns.Select(c => c.ToSortKey()).ToValueList(), Plan) { Global = false });

    /// <summary>At most that many rows.</summary>
    public DataFrame Limit(int count) => With(new Limit(Literal.Of(count), null, Plan));

    /// <summary>All rows but the first ones.</summary>
    public DataFrame Offset(int count) => With(new Limit(null, Literal.Of(count), Plan));

    /// <summary>A share of the rows, chosen by chance.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    public DataFrame Sample(double fraction, long? seed = null) => With(new UnresolvedSample(SampleKind.Percent, Literal.Of(fraction * 100), seed, Plan));

    /// <summary>The rows under a name, for columns written <c>name.column</c>.</summary>
    public DataFrame As(string alias) => With(new SubqueryAlias(alias, null, Plan));

    /// <inheritdoc cref="As"/>
    public DataFrame Alias(string alias) => As(alias);

    /// <summary>
    /// Advice to the optimizer; it changes no answer. Of a side of a join: <c>broadcast</c>, <c>merge</c>, <c>shuffle_hash</c>; of how rows are spread: <c>repartition</c>, <c>repartition_by_range</c>,
    /// <c>coalesce</c>, <c>rebalance</c>. Others say nothing.
    /// </summary>
    /// <param name="arguments">Numbers of partitions and columns, as each has them; none for joins.</param>
    public DataFrame Hint(string name, params Column[] arguments) => With(new UnresolvedHint(name.ToUpperInvariant(), Items(arguments), Plan));

    /// <summary>How rows are spread over tasks; it changes no answer.</summary>
    public DataFrame Repartition(int partitions, params Column[] columns) => Hint("repartition", [Functions.Lit(partitions), .. columns]);

    /// <inheritdoc cref="Repartition"/>
    public DataFrame Coalesce(int partitions) => Hint("coalesce", Functions.Lit(partitions));

    /// <summary>As <see cref="Repartition"/>, each partition a range of the columns' order.</summary>
    public DataFrame RepartitionByRange(int partitions, params Column[] columns) => Hint("repartition_by_range", [Functions.Lit(partitions), .. columns]);

    /// <summary>As <see cref="Repartition"/>, rows of one id in one partition; which one that is, the engine says.</summary>
    public DataFrame RepartitionById(int partitions, Column id) => Repartition(partitions, id);

    /// <summary>Says how late rows may be, which matters to endless frames alone: there are none, and the rows stay as they are.</summary>
    /// <param name="eventTime">A column of timestamps.</param>
    /// <param name="delayThreshold">An interval, <c>10 minutes</c>.</param>
    /// <exception cref="Columnar.Errors.SpindleException">EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE, CANNOT_PARSE_INTERVAL.</exception>
    public DataFrame WithWatermark(string eventTime, string delayThreshold)
    {
        Watermark.Check(this, eventTime, delayThreshold);
        return this;
    }

    /// <summary>The frame through a function, for chains of operations.</summary>
    public DataFrame Transform(Func<DataFrame, DataFrame> function) => function(this);

    /// <summary>Rows of both, duplicates kept, columns matched by position.</summary>
    public DataFrame Union(DataFrame other) => SetOperation(SetOperator.Union, all: true, other);

    /// <inheritdoc cref="Union"/>
    public DataFrame UnionAll(DataFrame other) => Union(other);

    /// <summary>Rows of both, duplicates kept, columns matched by name.</summary>
    /// <param name="allowMissingColumns">True to fill columns that one side lacks with nulls.</param>
    public DataFrame UnionByName(DataFrame other, bool allowMissingColumns = false) => SetOperation(SetOperator.Union, all: true, other, byName: true, allowMissingColumns);

    /// <summary>Rows that both have, each once.</summary>
    public DataFrame Intersect(DataFrame other) => SetOperation(SetOperator.Intersect, all: false, other);

    /// <summary>Rows that both have, as often as both.</summary>
    public DataFrame IntersectAll(DataFrame other) => SetOperation(SetOperator.Intersect, all: true, other);

    /// <summary>Rows that the other has not, each once.</summary>
    public DataFrame Except(DataFrame other) => SetOperation(SetOperator.Except, all: false, other);

    /// <summary>Rows less those of the other, counted.</summary>
    public DataFrame ExceptAll(DataFrame other) => SetOperation(SetOperator.Except, all: true, other);

    /// <inheritdoc cref="Except"/>
    public DataFrame Subtract(DataFrame other) => Except(other);

    /// <summary>Groups rows that agree in these columns; none makes one group.</summary>
    public GroupedData GroupBy(params Column[] columns) => new(this, Items(columns));

    /// <summary>Groups by these columns, by all but the last, and so on down to one group of all.</summary>
    public GroupedData Rollup(params Column[] columns) => Analytic(GroupingAnalytic.Rollup, columns);

    /// <summary>Groups by every subset of these columns.</summary>
    public GroupedData Cube(params Column[] columns) => Analytic(GroupingAnalytic.Cube, columns);

    /// <summary>Groups by each of these sets of columns, which are among the columns that follow.</summary>
    /// <param name="sets">An empty set makes one group of all rows.</param>
    /// <param name="columns">What the result shows of the groups: null where a set lacks it.</param>
    public GroupedData GroupingSets(IReadOnlyList<IReadOnlyList<Column>> sets, params Column[] columns) =>
        new(this, [new UnresolvedGroupingSets(GroupingAnalytic.GroupingSets, sets.Select(s => Items(s)).ToValueList()) { Keys = Items(columns) }], Items(columns));

    /// <summary>Aggregates all rows, each column by the function of that name: <c>{ ["pay"] = "max" }</c>.</summary>
    public DataFrame Agg(IReadOnlyDictionary<string, string> functions) => GroupBy().Agg(functions);

    /// <summary>Aggregates all rows.</summary>
    public DataFrame Agg(Column aggregate, params Column[] aggregates) => GroupBy().Agg(aggregate, aggregates);

    internal static ValueList<Expression> Items(IEnumerable<Column> columns) => columns.Select(c => c.Expression).ToValueList();

    internal static UnresolvedAlias Named(Column column, string name) => new(column.Expression is UnresolvedAlias alias ? alias.Child : column.Expression, [name]);

    /// <summary>A column by its exact name, points and all.</summary>
    internal static Expression Existing(string name) => new UnresolvedColumn([name]);

    internal bool SameName(string left, string right) => left.Equals(right, Session.State.NameComparison);

    internal DataFrame With(LogicalPlan plan) => new(Session, plan, SqlText);

    private GroupedData Analytic(GroupingAnalytic kind, Column[] columns) =>
        new(this, [new UnresolvedGroupingSets(kind, columns.Select(c => ValueList.Create<Expression>([c.Expression])).ToValueList())], Items(columns));

    private DataFrame SetOperation(SetOperator kind, bool all, DataFrame other, bool byName = false, bool allowMissing = false) =>
        With(new SetOperation(kind, all, byName, allowMissing, Plan, other.Plan));
}
