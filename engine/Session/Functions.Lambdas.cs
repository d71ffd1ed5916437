using Spindle.Plans.Unresolved;

namespace Spindle.Sql;

// Functions that take a function of columns.
public static partial class Functions
{
    /// <summary>Each element through a function.</summary>
    public static Column Transform(Column array, Func<Column, Column> function) => Call("transform", array, Lambda(function));

    /// <summary>Each element and its position from 0 through a function.</summary>
    public static Column Transform(Column array, Func<Column, Column, Column> function) => Call("transform", array, Lambda(function));

    /// <summary>The elements for which the condition is true.</summary>
    public static Column Filter(Column array, Func<Column, Column> condition) => Call("filter", array, Lambda(condition));

    /// <summary>True when the condition is true for some element.</summary>
    public static Column Exists(Column array, Func<Column, Column> condition) => Call("exists", array, Lambda(condition));

    /// <summary>True when the condition is true for every element.</summary>
    public static Column ForAll(Column array, Func<Column, Column> condition) => Call("forall", array, Lambda(condition));

    /// <summary>One value from all elements, merged one after the other.</summary>
    public static Column Aggregate(Column array, object? start, Func<Column, Column, Column> merge) => Call("aggregate", array, Lit(start), Lambda(merge));

    /// <summary>One value from all elements, merged one after the other and finished at the end.</summary>
    public static Column Aggregate(Column array, object? start, Func<Column, Column, Column> merge, Func<Column, Column> finish) =>
        Call("aggregate", array, Lit(start), Lambda(merge), Lambda(finish));

    /// <inheritdoc cref="Aggregate(Column, object?, Func{Column, Column, Column})"/>
    public static Column Reduce(Column array, object? start, Func<Column, Column, Column> merge) => Call("reduce", array, Lit(start), Lambda(merge));

    /// <inheritdoc cref="Aggregate(Column, object?, Func{Column, Column, Column}, Func{Column, Column})"/>
    public static Column Reduce(Column array, object? start, Func<Column, Column, Column> merge, Func<Column, Column> finish) =>
        Call("reduce", array, Lit(start), Lambda(merge), Lambda(finish));

    /// <summary>Two arrays, element by element, through a function; the shorter is filled with nulls.</summary>
    public static Column ZipWith(Column left, Column right, Func<Column, Column, Column> function) => Call("zip_with", left, right, Lambda(function));

    /// <summary>The array sorted, nulls last.</summary>
    public static Column ArraySort(Column array) => Call("array_sort", array);

    /// <summary>The array sorted by a function that gives a negative number, 0 or a positive one.</summary>
    public static Column ArraySort(Column array, Func<Column, Column, Column> comparer) => Call("array_sort", array, Lambda(comparer));

    /// <summary>The entries for which the condition is true.</summary>
    public static Column MapFilter(Column map, Func<Column, Column, Column> condition) => Call("map_filter", map, Lambda(condition));

    /// <summary>The map with new keys.</summary>
    public static Column TransformKeys(Column map, Func<Column, Column, Column> function) => Call("transform_keys", map, Lambda(function));

    /// <summary>The map with new values.</summary>
    public static Column TransformValues(Column map, Func<Column, Column, Column> function) => Call("transform_values", map, Lambda(function));

    /// <summary>A map of what the function makes of each key and its values in two maps, null where one lacks the key.</summary>
    public static Column MapZipWith(Column left, Column right, Func<Column, Column, Column, Column> function) => Call("map_zip_with", left, right, Lambda(function));

    private static long lastParameter;

    private static Column Lambda(Func<Column, Column> function)
    {
        var x = Parameter("x");
        return new(new UnresolvedLambda([x.Parts[0]], function(new(x)).Expression));
    }

    private static Column Lambda(Func<Column, Column, Column> function)
    {
        var (x, y) = (Parameter("x"), Parameter("y"));
        return new(new UnresolvedLambda([x.Parts[0], y.Parts[0]], function(new(x), new(y)).Expression));
    }

    private static Column Lambda(Func<Column, Column, Column, Column> function)
    {
        var (x, y, z) = (Parameter("x"), Parameter("y"), Parameter("z"));
        return new(new UnresolvedLambda([x.Parts[0], y.Parts[0], z.Parts[0]], function(new(x), new(y), new(z)).Expression));
    }

    // A name of its own for each, so that an inner function sees the outer one's parameters.
    private static UnresolvedColumn Parameter(string name) => new([$"{name}_{Interlocked.Increment(ref lastParameter)}"]);
}
