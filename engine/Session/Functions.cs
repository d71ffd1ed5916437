using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;
using Spindle.Sql.Objects;

namespace Spindle.Sql;

/// <summary>
/// The functions of SQL as methods, for <c>using static Spindle.Sql.Functions</c>. A <see cref="Column"/> parameter takes a column or its name; an <c>object</c> parameter a constant or a column.
/// Errors come when the DataFrame that uses the function is made.
/// </summary>
public static partial class Functions
{
    /// <summary>A column by name; <c>t.a</c> reads <c>a</c> of <c>t</c>, or the field <c>a</c> of the struct <c>t</c>; <c>*</c> is all columns.</summary>
    public static Column Col(string name)
    {
        if (name == "*")
            return new(new UnresolvedStar([], []));
        if (name.EndsWith(".*", StringComparison.Ordinal))
            return new(new UnresolvedStar(Parsing.SqlParser.ParseName(name[..^2]), []));
        return new(new UnresolvedColumn(Parsing.SqlParser.ParseName(name)));
    }

    /// <inheritdoc cref="Col"/>
    public static Column Column(string name) => Col(name);

    /// <summary>A constant: a number, a string, a date, an array … A column stays what it is.</summary>
    public static Column Lit(object? value) => value as Column ?? new(ClrLiteral.Of(value));

    /// <summary>An expression in SQL: <c>Expr("a + 1 AS b")</c>.</summary>
    public static Column Expr(string sql) => new(Parsing.SqlParser.ParseExpression(sql));

    /// <summary>A value under a condition; add branches by <see cref="Spindle.Sql.Column.When"/>, end by <see cref="Spindle.Sql.Column.Otherwise"/>.</summary>
    public static Column When(Column condition, object? value) => new(new Case([condition.Expression], [Lit(value).Expression], null));

    /// <summary>Any function by its name.</summary>
    public static Column CallFunction(string name, params Column[] arguments) => Call(name, arguments);

    /// <summary>The first of the values that is not null.</summary>
    public static Column Coalesce(params Column[] columns) => Call("coalesce", columns);

    /// <summary>An array of these values.</summary>
    public static Column Array(params Column[] columns) => Call("array", columns);

    /// <summary>A struct of these columns, named as they are.</summary>
    public static Column Struct(params Column[] columns) => Call("struct", columns);

    /// <summary>A map of keys and values, by turns.</summary>
    public static Column CreateMap(params Column[] columns) => Call("map", columns);

    /// <summary>The rows where the column is not null; all rows for <c>*</c>.</summary>
    public static Column Count(Column column) => Call("count", column);

    /// <summary>Distinct rows of these columns, those with a null left out.</summary>
    public static Column CountDistinct(Column column, params Column[] columns) => Distinct("count", [column, .. columns]);

    /// <summary>The sum of the distinct values.</summary>
    public static Column SumDistinct(Column column) => Distinct("sum", [column]);

    /// <summary>Ascending, nulls first.</summary>
    public static Column Asc(Column column) => column.Asc();

    /// <inheritdoc cref="Asc"/>
    public static Column AscNullsFirst(Column column) => column.AscNullsFirst();

    /// <summary>Ascending, nulls last.</summary>
    public static Column AscNullsLast(Column column) => column.AscNullsLast();

    /// <summary>Descending, nulls last.</summary>
    public static Column Desc(Column column) => column.Desc();

    /// <inheritdoc cref="Desc"/>
    public static Column DescNullsLast(Column column) => column.DescNullsLast();

    /// <summary>Descending, nulls first.</summary>
    public static Column DescNullsFirst(Column column) => column.DescNullsFirst();

    /// <summary>Euler's number.</summary>
    public static Column E() => Call("e");

    /// <summary>The circle's circumference by its diameter.</summary>
    public static Column Pi() => Call("pi");

    /// <summary>The natural logarithm.</summary>
    public static Column Log(Column column) => Call("ln", column);

    /// <summary>The logarithm to a base.</summary>
    public static Column Log(double @base, Column column) => Call("log", Lit(@base), column);

    /// <summary>Asks for a side of a join to go whole to every executor, however large it is; in one process, to be the one that is held in memory.</summary>
    public static DataFrame Broadcast(DataFrame frame) => frame.Hint("broadcast");

    internal static Column Call(string name, params ReadOnlySpan<Column> arguments)
    {
        var expressions = new Expression[arguments.Length];
        for (var i = 0; i < expressions.Length; i++)
            expressions[i] = arguments[i].Expression;
        return new(new UnresolvedFunction([name], ValueList.Create<Expression>(expressions)));
    }

    // Optional arguments end where the first is missing.
    private static Column CallGiven(string name, params object?[] arguments) =>
        Call(name, [.. arguments.TakeWhile(a => a is not null).Select(Lit)]);

    private static Column Distinct(string name, ReadOnlySpan<Column> arguments) =>
        new((UnresolvedFunction)Call(name, arguments).Expression with { Distinct = true });
}
