namespace Spindle.Sql;

// Functions over variants.
public static partial class Functions
{
    /// <summary>SQL's <c>parse_json</c>.</summary>
    public static Column ParseJson(Column col) => Call("parse_json", col);

    /// <summary>SQL's <c>try_parse_json</c>.</summary>
    public static Column TryParseJson(Column col) => Call("try_parse_json", col);

    /// <summary>SQL's <c>to_variant_object</c>.</summary>
    public static Column ToVariantObject(Column col) => Call("to_variant_object", col);

    /// <summary>SQL's <c>is_valid_variant</c>.</summary>
    public static Column IsValidVariant(Column v) => Call("is_valid_variant", v);

    /// <summary>SQL's <c>is_variant_null</c>.</summary>
    public static Column IsVariantNull(Column v) => Call("is_variant_null", v);

    /// <summary>SQL's <c>schema_of_variant</c>.</summary>
    public static Column SchemaOfVariant(Column v) => Call("schema_of_variant", v);

    /// <summary>SQL's <c>schema_of_variant_agg</c>.</summary>
    public static Column SchemaOfVariantAgg(Column v) => Call("schema_of_variant_agg", v);

    /// <summary>SQL's <c>variant_get</c>.</summary>
    public static Column VariantGet(Column v, object? path, object? targetType) => Call("variant_get", v, Lit(path), Lit(targetType));

    /// <summary>SQL's <c>try_variant_get</c>.</summary>
    public static Column TryVariantGet(Column v, object? path, object? targetType) => Call("try_variant_get", v, Lit(path), Lit(targetType));

    /// <summary>SQL's <c>variant_array_append</c>.</summary>
    public static Column VariantArrayAppend(Column v, object? path, object? value) => Call("variant_array_append", v, Lit(path), Lit(value));

    /// <summary>SQL's <c>try_variant_array_append</c>.</summary>
    public static Column TryVariantArrayAppend(Column v, object? path, object? value) => Call("try_variant_array_append", v, Lit(path), Lit(value));

    /// <summary>SQL's <c>variant_insert</c>.</summary>
    public static Column VariantInsert(Column v, object? path, object? value) => Call("variant_insert", v, Lit(path), Lit(value));

    /// <summary>SQL's <c>try_variant_insert</c>.</summary>
    public static Column TryVariantInsert(Column v, object? path, object? value) => Call("try_variant_insert", v, Lit(path), Lit(value));

    /// <summary>SQL's <c>variant_set</c>.</summary>
    public static Column VariantSet(Column v, object? path, object? value, bool createIfMissing = true) => Call("variant_set", v, Lit(path), Lit(value), Lit(createIfMissing));

    /// <summary>SQL's <c>try_variant_set</c>.</summary>
    public static Column TryVariantSet(Column v, object? path, object? value, bool createIfMissing = true) => Call("try_variant_set", v, Lit(path), Lit(value), Lit(createIfMissing));

    /// <summary>SQL's <c>variant_delete</c>.</summary>
    public static Column VariantDelete(Column v, params object?[] paths) => Call("variant_delete", [v, .. paths.Select(Lit)]);

    /// <summary>SQL's <c>variant_strip_nulls</c>.</summary>
    public static Column VariantStripNulls(Column v, object? includeArrays = null) => CallGiven("variant_strip_nulls", v, includeArrays);
}
