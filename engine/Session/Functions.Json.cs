namespace Spindle.Sql;

// Functions over JSON.
public static partial class Functions
{
    /// <summary>SQL's <c>from_json</c>.</summary>
    public static Column FromJson(Column col, object? schema, object? options = null) => CallGiven("from_json", col, schema, options);

    /// <summary>SQL's <c>get_json_object</c>.</summary>
    public static Column GetJsonObject(Column col, object? path) => Call("get_json_object", col, Lit(path));

    /// <summary>SQL's <c>json_array_length</c>.</summary>
    public static Column JsonArrayLength(Column col) => Call("json_array_length", col);

    /// <summary>SQL's <c>json_object_keys</c>.</summary>
    public static Column JsonObjectKeys(Column col) => Call("json_object_keys", col);

    /// <summary>SQL's <c>json_tuple</c>.</summary>
    public static Column JsonTuple(Column col, params Column[] fields) => Call("json_tuple", [Lit(col), .. fields]);

    /// <summary>SQL's <c>schema_of_json</c>.</summary>
    public static Column SchemaOfJson(Column json, object? options = null) => CallGiven("schema_of_json", json, options);

    /// <summary>SQL's <c>to_json</c>.</summary>
    public static Column ToJson(Column col, object? options = null) => CallGiven("to_json", col, options);
}
