using System.Text.RegularExpressions;
using Spindle.Columnar.Types;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Reshaping;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <summary>All columns whose names match a regular expression in back quotes (of this frame's, in any case), for a select list: <c>frame.Select(frame.ColRegex("`price_.*`"))</c>. Anything else is a name.</summary>
    public Column ColRegex(string name)
    {
        if (name is not ['`', .. var pattern, '`'])
            return Col(name);
        var regex = new Regex($"^(?:{JavaPattern.ToDotNet(pattern)})$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        var others = Columns.Where(c => !regex.IsMatch(c)).Select(c => new UnresolvedColumn([c])).ToValueList();
        return others.Count == Schema.Fields.Count ? Col(name) : new(new UnresolvedStar([], others));
    }

    /// <summary>The rows in a schema's shape: columns, and fields inside them, in its order and types, matched by name; others are left out.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">UNRESOLVED_COLUMN, INVALID_COLUMN_OR_FIELD_DATA_TYPE, NULLABLE_COLUMN_OR_FIELD: a column does not fit.</exception>
    public DataFrame To(StructType schema) => Select([.. new SchemaFit(this).Columns(schema)]);

    /// <inheritdoc cref="To(StructType)"/>
    /// <param name="schema">As SQL writes it: <c>a INT, b STRING</c>.</param>
    public DataFrame To(string schema) => To(Parsing.SqlParser.ParseSchema(schema));

    /// <summary>Stands columns below one another: for each row a row for each of the value columns, with its name and its value, behind the id columns.</summary>
    /// <param name="values">Null for all columns that are no ids.</param>
    /// <exception cref="Columnar.Errors.SpindleException">UNPIVOT_REQUIRES_VALUE_COLUMNS, UNPIVOT_VALUE_DATA_TYPE_MISMATCH.</exception>
    public DataFrame Unpivot(IReadOnlyList<Column> ids, IReadOnlyList<Column>? values, string variableColumnName, string valueColumnName)
    {
        var kept = ids.Count == 0 ? [] : Select([.. ids]).Columns;
        var chosen = values ?? [.. Columns.Where(c => !kept.Any(k => SameName(k, c))).Select(c => new Column(Existing(c)))];
        if (chosen.Count == 0)
            throw SessionErrors.NoValueColumns();
        var turned = Select([.. ids, .. chosen]);
        var columns = turned.Schema.Fields.Skip(kept.Count).Select(f => new UnpivotColumns([Existing(f.Name)], null)).ToValueList();
        return turned.With(new UnresolvedUnpivot([valueColumnName], variableColumnName, columns, IncludeNulls: true, turned.Plan));
    }

    /// <inheritdoc cref="Unpivot"/>
    public DataFrame Melt(IReadOnlyList<Column> ids, IReadOnlyList<Column>? values, string variableColumnName, string valueColumnName) => Unpivot(ids, values, variableColumnName, valueColumnName);

    /// <summary>Turns rows into columns: a row for each column, its name in <c>key</c>, and a column for each value of the index column, in its order. Rows without an index are left out.</summary>
    /// <param name="index">The first column where none is given.</param>
    /// <exception cref="Columnar.Errors.SpindleException">TRANSPOSE_INVALID_INDEX_COLUMN, TRANSPOSE_NO_LEAST_COMMON_TYPE, TRANSPOSE_EXCEED_ROW_LIMIT.</exception>
    public DataFrame Transpose(Column? index = null) => new Transposition(this, index ?? new Column(Existing(Schema.Fields[0].Name))).Run();

    /// <summary>Each row as a JSON object, in the column <c>value</c>.</summary>
    public DataFrame ToJson() => Select(Functions.ToJson(Functions.Struct("*")).As("value"));

    /// <summary>The rows with their numbers from 0, in the order in which they are read.</summary>
    public DataFrame ZipWithIndex(string indexColumnName = "index") =>
        Select("*", (Functions.RowNumber().Over(Window.OrderBy(Functions.MonotonicallyIncreasingId())).Cast(DataType.Long) - 1L).As(indexColumnName));

    /// <summary>The columns of two frames side by side, where both are selections of columns of one frame.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">ZIP_PLANS_NOT_MERGEABLE: they are not.</exception>
    public DataFrame Zip(DataFrame other)
    {
        var (items, source) = Selection();
        var (others, otherSource) = other.Selection();
        return ReferenceEquals(source, otherSource) ? With(new Project([.. items, .. others], source)) : throw SessionErrors.NotZippable();
    }

    /// <summary>What the frame selects of another one, row by row; all of itself where it is no selection.</summary>
    private (ValueList<Expression> Items, LogicalPlan Source) Selection()
    {
        if (Plan is not UnresolvedFrame { Child: Project { Child: UnresolvedFrame source } project })
            return ([new UnresolvedStar([], [])], Plan);
        // A selection that aggregates, or makes several rows of one, has rows of its own.
        return RowMakers(Analyzed) == RowMakers(Session.State.Compiler.Analyze(source, SqlText)) ? (project.Items, source) : ([new UnresolvedStar([], [])], Plan);
    }

    private static int RowMakers(LogicalPlan plan) => plan.SelfAndDescendants().Count(p => p is Generate or Aggregate);
}
