using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql;

/// <summary>
/// An expression over a <see cref="DataFrame"/>'s columns. Operators and methods build larger ones; nothing is computed before a DataFrame runs.
/// </summary>
/// <remarks>
/// <c>==</c>, <c>!=</c>, <c>&amp;</c>, <c>|</c> and <c>!</c> are SQL's, with NULL as the third truth value: <c>col == null</c> is never true, <see cref="IsNull"/> asks.
/// </remarks>
#pragma warning disable CS0660, CS0661 // == makes an expression; two column objects are equal when they are the same object.
public sealed partial class Column
#pragma warning restore CS0660, CS0661
{
    internal Column(Expression expression) => Expression = expression;

    internal Expression Expression { get; }

    /// <summary>A name is a column where a column is wanted: <c>Sum("price")</c>.</summary>
    public static implicit operator Column(string name) => Functions.Col(name);

    /// <summary>The column under another name.</summary>
    public Column As(string name) => new(new UnresolvedAlias(Expression, [name]));

    /// <inheritdoc cref="As(string)"/>
    public Column Alias(string name) => As(name);

    /// <summary>The columns that a generator such as <see cref="Functions.PosExplode"/> gives, under these names.</summary>
    public Column As(params string[] names) => new(new UnresolvedAlias(Expression, names.ToValueList()));

    /// <inheritdoc cref="As(string)"/>
    public Column Name(string name) => As(name);

    /// <summary>The value as another type; an error where it does not fit (null with ANSI off).</summary>
    /// <param name="type">As SQL writes it: <c>int</c>, <c>decimal(10, 2)</c>, <c>array&lt;string&gt;</c>.</param>
    public Column Cast(string type) => Cast(Parsing.SqlParser.ParseType(type));

    /// <inheritdoc cref="Cast(string)"/>
    public Column Cast(DataType type) => new(new UnresolvedCast(Expression, type, Try: false));

    /// <summary>The value as another type, or null where it does not fit.</summary>
    public Column TryCast(string type) => new(new UnresolvedCast(Expression, Parsing.SqlParser.ParseType(type), Try: true));

    /// <inheritdoc cref="TryCast(string)"/>
    public Column TryCast(DataType type) => new(new UnresolvedCast(Expression, type, Try: true));

    /// <inheritdoc cref="Cast(string)"/>
    public Column AsType(string type) => Cast(type);

    /// <inheritdoc cref="Cast(string)"/>
    public Column AsType(DataType type) => Cast(type);

    public Column IsNull() => new(new IsNull(Expression));

    public Column IsNotNull() => new(new IsNotNull(Expression));

    public Column IsNaN() => Call("isnan");

    /// <summary>Equal, or both null; never null itself.</summary>
    public Column EqNullSafe(object? other) => Call("<=>", other);

    public Column Between(object? low, object? high) => Call("between", low, high);

    /// <summary>True where the value is one of these.</summary>
    public Column IsIn(params object?[] values) => new(new InList(Expression, values.Select(v => Functions.Lit(v).Expression).ToValueList()));

    /// <summary>True where the value is in the frame's one column; NULL counts as in SQL.</summary>
    public Column IsIn(DataFrame values) => new(new InSubquery([Expression], values.Plan));

    public Column Like(string pattern) => Call("like", pattern);

    public Column ILike(string pattern) => Call("ilike", pattern);

    /// <summary>True where a part of the text matches the regular expression.</summary>
    public Column RLike(string pattern) => Call("rlike", pattern);

    public Column Contains(object? other) => Call("contains", other);

    public Column StartsWith(object? other) => Call("startswith", other);

    public Column EndsWith(object? other) => Call("endswith", other);

    /// <param name="start">The first character's position, from 1; from the end where negative.</param>
    public Column Substr(int start, int length) => Call("substr", start, length);

    /// <inheritdoc cref="Substr(int, int)"/>
    public Column Substr(Column start, Column length) => Call("substr", start, length);

    /// <summary>The column through a function, for chains.</summary>
    public Column Transform(Func<Column, Column> function) => function(this);

    /// <summary>The column of the query around this one, in a frame that is made to stand inside it (<see cref="DataFrame.Exists"/>, <see cref="DataFrame.Scalar"/>, <see cref="DataFrame.LateralJoin"/>).</summary>
    public Column Outer() => new(new UnresolvedOuter(Expression));

    /// <summary>A struct with one more field, or with one replaced; null where the struct is.</summary>
    /// <param name="name">Of a field inside a field: <c>a.b</c>.</param>
    public Column WithField(string name, Column value) => new(new UnresolvedFieldEdit(Expression, Parsing.SqlParser.ParseName(name), value.Expression));

    /// <summary>A struct without these fields; names that there are not are left out.</summary>
    /// <inheritdoc cref="WithField" path="/param"/>
    /// <exception cref="Columnar.Errors.SpindleException">DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS: no field would be left.</exception>
    public Column DropFields(params string[] names) => new(names.Aggregate(Expression, (edited, name) => new UnresolvedFieldEdit(edited, Parsing.SqlParser.ParseName(name), null)));

    /// <summary>An array's element by position from 0, a map's value, or a struct's field.</summary>
    public Column GetItem(object key) => new(new UnresolvedExtract(Expression, Functions.Lit(key).Expression));

    /// <summary>A field of a struct.</summary>
    public Column GetField(string name) => new(new UnresolvedExtract(Expression, Literal.Of(name)));

    public Column this[object key] => GetItem(key);

    public Column Asc() => Sorted(descending: false, nullsFirst: true);

    public Column AscNullsFirst() => Asc();

    public Column AscNullsLast() => Sorted(descending: false, nullsFirst: false);

    public Column Desc() => Sorted(descending: true, nullsFirst: false);

    public Column DescNullsLast() => Desc();

    public Column DescNullsFirst() => Sorted(descending: true, nullsFirst: true);

    public Column BitwiseAnd(object? other) => Call("&", other);

    public Column BitwiseOr(object? other) => Call("|", other);

    public Column BitwiseXor(object? other) => Call("^", other);

    /// <summary>One more branch of a <see cref="Functions.When"/>.</summary>
    public Column When(Column condition, object? value) => Expression is Case { Else: null } branches
        ? new(branches with { Conditions = [.. branches.Conditions, condition.Expression], Values = [.. branches.Values, Functions.Lit(value).Expression] })
        : throw new InvalidOperationException("When follows Functions.When, before Otherwise");

    /// <summary>The value where no branch of a <see cref="Functions.When"/> holds.</summary>
    public Column Otherwise(object? value) => Expression is Case { Else: null } branches
        ? new(branches with { Else = Functions.Lit(value).Expression })
        : throw new InvalidOperationException("Otherwise follows Functions.When, once");

    /// <summary>A window function, or an aggregate, over the rows around each row.</summary>
    public Column Over(WindowSpec window) => new(new UnresolvedWindow(Expression, null, window.Partitioning, window.Ordering, window.Frame));

    /// <summary>The column as SQL.</summary>
    public override string ToString() => Expression.Sql;

    internal Column Call(string function, params ReadOnlySpan<object?> others)
    {
        var arguments = new Expression[others.Length + 1];
        arguments[0] = Expression;
        for (var i = 0; i < others.Length; i++)
            arguments[i + 1] = Functions.Lit(others[i]).Expression;
        return new(new UnresolvedFunction([function], ValueList.Create<Expression>(arguments)));
    }

    /// <summary>The key to sort by: ascending, nulls first, unless the column says otherwise.</summary>
    internal SortKey ToSortKey() => Expression is SortMark mark ? mark.Key : new SortKey(Expression, Descending: false, NullsFirst: true);

    private Column Sorted(bool descending, bool nullsFirst) => new(new SortMark(new SortKey(Expression, descending, nullsFirst)));
}
