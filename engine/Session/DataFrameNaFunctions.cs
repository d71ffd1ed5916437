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
    public DataFrame Drop(string how = "any", params string[] columns) => Drop(how, null, columns);

    /// <inheritdoc cref="Drop(string, string[])"/>
    /// <param name="threshold">How many values a row must have at least; null for what <paramref name="how"/> says.</param>
    public DataFrame Drop(string how, int? threshold, params string[] columns)
    {
        var present = Chosen(columns).Select(IsPresent).ToList();
        var least = threshold ?? how switch
        {
            "any" => present.Count,
            "all" => 1,
            _ => throw new ArgumentException($"'{how}' is neither any nor all", nameof(how)),
        };
        if (present.Count == 0 || least <= 0)
            return frame;
        if (least == present.Count)
            return frame.Where(present.Aggregate((a, b) => a & b));
        if (least == 1)
            return frame.Where(present.Aggregate((a, b) => a | b));
        return frame.Where(present.Select(p => Functions.When(p, 1).Otherwise(0)).Aggregate((a, b) => a + b) >= least);
    }

    /// <summary>A number in place of nulls and NaN, in numeric columns.</summary>
    public DataFrame Fill(double value, params string[] columns) => Fill(f => f.Type is NumericType, value, columns);

    /// <inheritdoc cref="Fill(double, string[])"/>
    public DataFrame Fill(long value, params string[] columns) => Fill(f => f.Type is NumericType, value, columns);

    /// <summary>A text in place of nulls, in string columns.</summary>
    public DataFrame Fill(string value, params string[] columns) => Fill(f => f.Type is StringType, value, columns);

    /// <summary>A truth value in place of nulls, in boolean columns.</summary>
    public DataFrame Fill(bool value, params string[] columns) => Fill(f => f.Type is BooleanType, value, columns);

    /// <summary>Other values for columns of their own, in place of nulls and NaN.</summary>
    public DataFrame Fill(IReadOnlyDictionary<string, object> values)
    {
        var filled = frame.Schema.Fields.Select(f => (Field: f, Value: values.FirstOrDefault(v => frame.SameName(v.Key, f.Name)).Value)).Where(f => f.Value is not null);
        var columns = filled.Select(f => (f.Field.Name, Filled(f.Field, f.Value))).ToArray();
        return columns.Length == 0 ? frame : frame.WithColumns(columns);
    }

    /// <summary>Another value in place of one, in the columns of its kind: numbers, text or truth values.</summary>
    /// <param name="columns">The columns that count; none for all.</param>
    public DataFrame Replace<T>(T from, T to, params string[] columns)
        where T : notnull => Replace(new Dictionary<T, T> { [from] = to }, columns);

    /// <summary>Other values in place of some, in the columns of their kind: numbers, text or truth values.</summary>
    /// <inheritdoc cref="Replace{T}(T, T, string[])" path="/param"/>
    public DataFrame Replace<T>(IReadOnlyDictionary<T, T> replacements, params string[] columns)
        where T : notnull
    {
        Func<Field, bool> applies = typeof(T) == typeof(string) ? f => f.Type is StringType : typeof(T) == typeof(bool) ? f => f.Type is BooleanType : f => f.Type is NumericType;
        var replaced = replacements.Count == 0 ? [] : Chosen(columns).Where(applies).Select(f => (f.Name, Replaced(f, replacements))).ToArray();
        return replaced.Length == 0 ? frame : frame.WithColumns(replaced);
    }

    /// <summary>Other values in place of some, in one column.</summary>
    public DataFrame Replace<T>(string column, IReadOnlyDictionary<T, T> replacements)
        where T : notnull => Replace(replacements, column);

    private static Column Replaced<T>(Field field, IReadOnlyDictionary<T, T> replacements)
        where T : notnull
    {
        var value = new Column(DataFrame.Existing(field.Name));
        Column? branches = null;
        foreach (var (from, to) in replacements)
        {
            var other = Functions.Lit(to).Cast(field.Type);
            branches = branches is null ? Functions.When(value == (object)from, other) : branches.When(value == (object)from, other);
        }

        return branches!.Otherwise(value);
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

    // A name that there is not is an error.
    private IEnumerable<Field> Chosen(string[] columns) => columns.Length == 0
        ? frame.Schema.Fields
        : columns.Select(c => frame.Select(new Column(DataFrame.Existing(c))).Schema.Fields[0]).Select(given => frame.Schema.Fields.First(f => frame.SameName(f.Name, given.Name)));
}
