namespace Spindle.Sql;

// Functions over CSV.
public static partial class Functions
{
    /// <summary>SQL's <c>from_csv</c>.</summary>
    public static Column FromCsv(Column col, object? schema, object? options = null) => CallGiven("from_csv", col, schema, options);

    /// <summary>SQL's <c>schema_of_csv</c>.</summary>
    public static Column SchemaOfCsv(object? csv, object? options = null) => CallGiven("schema_of_csv", csv, options);

    /// <summary>SQL's <c>to_csv</c>.</summary>
    public static Column ToCsv(Column col, object? options = null) => CallGiven("to_csv", col, options);
}
