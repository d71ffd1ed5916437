using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql;

/// <summary>What to do about nulls (and NaN): <c>frame.Na.Fill(0)</c>.</summary>
public sealed class DataFrameNaFunctions
{
    private readonly DataFrame frame;

    internal DataFrameNaFunctions(DataFrame frame) => this.frame = frame;

    /// <summary>Leaves out rows with a null or NaN.</summary>
    /// <param name="how"><c>any</c>: one of the columns; <c>all</c>: all of them.</param>
    /// <param name="columns">The columns that count; none for all.</param>
    public DataFrame Drop(string how = "any", params string[] columns)
    {
        var conditions = Chosen(columns).Select(f => IsPresent(f)).ToList();
        if (conditions.Count == 0)
            return frame;
        return frame.Where(how switch
        {
            "any" => conditions.Aggregate((a, b) => a & b),
            "all" => conditions.Aggregate((a, b) => a | b),
            _ => throw new ArgumentException($"'{how}' is neither any nor all", nameof(how)),
        });
    }

    /// <summary>A number in place of nulls and NaN, in numeric columns.</summary>
    public DataFrame Fill(double value, params string[] columns) => Fill(f => f.Type is NumericType, value, columns);

    /// <inheritdoc cref="Fill(double, string[])"/>
    public DataFrame Fill(long value, params string[] columns) => Fill(f => f.Type is NumericType, value, columns);

    /// <summary>A text in place of nulls, in string columns.</summary>
    public DataFrame Fill(string value, params string[] columns) => Fill(f => f.Type is StringType, value, columns);

    /// <summary>A truth value in place of nulls, in boolean columns.</summary>
    public DataFrame Fill(bool value, params string[] columns) => Fill(f => f.Type is BooleanType, value, columns);

    /// <summary>Other values in place of some, in one column.</summary>
    public DataFrame Replace<T>(string column, IReadOnlyDictionary<T, T> replacements)
        where T : notnull
    {
        var value = new Column(DataFrame.Existing(column));
        Column? branches = null;
        foreach (var (from, to) in replacements)
            branches = branches is null ? Functions.When(value == (object)from, to) : branches.When(value == (object)from, to);
        return branches is null ? frame : frame.WithColumn(column, branches.Otherwise(value));
    }

    private DataFrame Fill(Func<Field, bool> applies, object value, string[] columns)
    {
        var filled = Chosen(columns).Where(applies).Select(f => (f.Name, Filled(f, value))).ToArray();
        return filled.Length == 0 ? frame : frame.WithColumns(filled);
    }

    private static Column Filled(Field field, object value)
    {
        var column = new Column(DataFrame.Existing(field.Name));
        if (field.Type is FloatType or DoubleType)
            column = Functions.When(!column.IsNaN(), column);
        return Functions.Coalesce(column, Functions.Lit(value).Cast(field.Type));
    }

    private static Column IsPresent(Field field)
    {
        var column = new Column(DataFrame.Existing(field.Name));
        return field.Type is FloatType or DoubleType ? column.IsNotNull() & !column.IsNaN() : column.IsNotNull();
    }

    private IEnumerable<Field> Chosen(string[] columns) => columns.Length == 0
        ? frame.Schema.Fields
        : frame.Schema.Fields.Where(f => columns.Any(c => frame.SameName(c, f.Name)));
}
