namespace Spindle.Sql;

// Functions over arrays, maps and structs.
public static partial class Functions
{
    /// <summary>SQL's <c>array_append</c>.</summary>
    public static Column ArrayAppend(Column col, object? value) => Call("array_append", col, Lit(value));

    /// <summary>SQL's <c>array_compact</c>.</summary>
    public static Column ArrayCompact(Column col) => Call("array_compact", col);

    /// <summary>SQL's <c>array_contains</c>.</summary>
    public static Column ArrayContains(Column col, object? value) => Call("array_contains", col, Lit(value));

    /// <summary>SQL's <c>array_distinct</c>.</summary>
    public static Column ArrayDistinct(Column col) => Call("array_distinct", col);

    /// <summary>SQL's <c>array_except</c>.</summary>
    public static Column ArrayExcept(Column col1, Column col2) => Call("array_except", col1, col2);

    /// <summary>SQL's <c>array_insert</c>.</summary>
    public static Column ArrayInsert(Column arr, object? pos, object? value) => Call("array_insert", arr, Lit(pos), Lit(value));

    /// <summary>SQL's <c>array_intersect</c>.</summary>
    public static Column ArrayIntersect(Column col1, Column col2) => Call("array_intersect", col1, col2);

    /// <summary>SQL's <c>array_join</c>.</summary>
    public static Column ArrayJoin(Column col, object? delimiter, object? nullReplacement = null) => CallGiven("array_join", col, delimiter, nullReplacement);

    /// <summary>SQL's <c>array_max</c>.</summary>
    public static Column ArrayMax(Column col) => Call("array_max", col);

    /// <summary>SQL's <c>array_min</c>.</summary>
    public static Column ArrayMin(Column col) => Call("array_min", col);

    /// <summary>SQL's <c>array_position</c>.</summary>
    public static Column ArrayPosition(Column col, object? value) => Call("array_position", col, Lit(value));

    /// <summary>SQL's <c>array_prepend</c>.</summary>
    public static Column ArrayPrepend(Column col, object? value) => Call("array_prepend", col, Lit(value));

    /// <summary>SQL's <c>array_remove</c>.</summary>
    public static Column ArrayRemove(Column col, object? element) => Call("array_remove", col, Lit(element));

    /// <summary>SQL's <c>array_repeat</c>.</summary>
    public static Column ArrayRepeat(Column col, object? count) => Call("array_repeat", col, Lit(count));

    /// <summary>SQL's <c>array_size</c>.</summary>
    public static Column ArraySize(Column col) => Call("array_size", col);

    /// <summary>SQL's <c>array_union</c>.</summary>
    public static Column ArrayUnion(Column col1, Column col2) => Call("array_union", col1, col2);

    /// <summary>SQL's <c>arrays_overlap</c>.</summary>
    public static Column ArraysOverlap(Column a1, Column a2) => Call("arrays_overlap", a1, a2);

    /// <summary>SQL's <c>arrays_zip</c>.</summary>
    public static Column ArraysZip(params Column[] cols) => Call("arrays_zip", cols);

    /// <summary>SQL's <c>cardinality</c>.</summary>
    public static Column Cardinality(Column col) => Call("cardinality", col);

    /// <summary>SQL's <c>concat</c>.</summary>
    public static Column Concat(params Column[] cols) => Call("concat", cols);

    /// <summary>SQL's <c>element_at</c>.</summary>
    public static Column ElementAt(Column col, object? extraction) => Call("element_at", col, Lit(extraction));

    /// <summary>SQL's <c>flatten</c>.</summary>
    public static Column Flatten(Column col) => Call("flatten", col);

    /// <summary>SQL's <c>get</c>.</summary>
    public static Column Get(Column col, object? index) => Call("get", col, Lit(index));

    /// <summary>SQL's <c>map_concat</c>.</summary>
    public static Column MapConcat(params Column[] cols) => Call("map_concat", cols);

    /// <summary>SQL's <c>map_contains_key</c>.</summary>
    public static Column MapContainsKey(Column col, object? value) => Call("map_contains_key", col, Lit(value));

    /// <summary>SQL's <c>map_entries</c>.</summary>
    public static Column MapEntries(Column col) => Call("map_entries", col);

    /// <summary>SQL's <c>map_from_arrays</c>.</summary>
    public static Column MapFromArrays(Column col1, Column col2) => Call("map_from_arrays", col1, col2);

    /// <summary>SQL's <c>map_from_entries</c>.</summary>
    public static Column MapFromEntries(Column col) => Call("map_from_entries", col);

    /// <summary>SQL's <c>map_keys</c>.</summary>
    public static Column MapKeys(Column col) => Call("map_keys", col);

    /// <summary>SQL's <c>map_values</c>.</summary>
    public static Column MapValues(Column col) => Call("map_values", col);

    /// <summary>SQL's <c>named_struct</c>.</summary>
    public static Column NamedStruct(params Column[] cols) => Call("named_struct", cols);

    /// <summary>SQL's <c>reverse</c>.</summary>
    public static Column Reverse(Column col) => Call("reverse", col);

    /// <summary>SQL's <c>sequence</c>.</summary>
    public static Column Sequence(Column start, Column stop, object? step = null) => CallGiven("sequence", start, stop, step);

    /// <summary>SQL's <c>shuffle</c>.</summary>
    public static Column Shuffle(Column col, object? seed = null) => CallGiven("shuffle", col, seed);

    /// <summary>SQL's <c>size</c>.</summary>
    public static Column Size(Column col) => Call("size", col);

    /// <summary>SQL's <c>slice</c>.</summary>
    public static Column Slice(Column x, Column start, object? length) => Call("slice", x, start, Lit(length));

    /// <summary>SQL's <c>sort_array</c>.</summary>
    public static Column SortArray(Column col, object? asc = null) => CallGiven("sort_array", col, asc);

    /// <summary>SQL's <c>str_to_map</c>.</summary>
    public static Column StrToMap(Column text, object? pairDelim = null, object? keyValueDelim = null) => CallGiven("str_to_map", text, pairDelim, keyValueDelim);

    /// <summary>SQL's <c>try_element_at</c>.</summary>
    public static Column TryElementAt(Column col, object? extraction) => Call("try_element_at", col, Lit(extraction));
}
