namespace Spindle.Sql;

// Functions over XML.
public static partial class Functions
{
    /// <summary>SQL's <c>schema_of_xml</c>.</summary>
    public static Column SchemaOfXml(object? xml, object? options = null) => CallGiven("schema_of_xml", xml, options);

    /// <summary>SQL's <c>from_xml</c>.</summary>
    public static Column FromXml(Column col, object? schema, object? options = null) => CallGiven("from_xml", col, schema, options);

    /// <summary>SQL's <c>to_xml</c>.</summary>
    public static Column ToXml(Column col, object? options = null) => CallGiven("to_xml", col, options);

    /// <summary>SQL's <c>xpath</c>.</summary>
    public static Column XPath(Column xml, object? path) => Call("xpath", xml, Lit(path));

    /// <summary>SQL's <c>xpath_boolean</c>.</summary>
    public static Column XPathBoolean(Column xml, object? path) => Call("xpath_boolean", xml, Lit(path));

    /// <summary>SQL's <c>xpath_double</c>.</summary>
    public static Column XPathDouble(Column xml, object? path) => Call("xpath_double", xml, Lit(path));

    /// <summary>SQL's <c>xpath_float</c>.</summary>
    public static Column XPathFloat(Column xml, object? path) => Call("xpath_float", xml, Lit(path));

    /// <summary>SQL's <c>xpath_int</c>.</summary>
    public static Column XPathInt(Column xml, object? path) => Call("xpath_int", xml, Lit(path));

    /// <summary>SQL's <c>xpath_long</c>.</summary>
    public static Column XPathLong(Column xml, object? path) => Call("xpath_long", xml, Lit(path));

    /// <summary>SQL's <c>xpath_number</c>.</summary>
    public static Column XPathNumber(Column xml, object? path) => Call("xpath_number", xml, Lit(path));

    /// <summary>SQL's <c>xpath_short</c>.</summary>
    public static Column XPathShort(Column xml, object? path) => Call("xpath_short", xml, Lit(path));

    /// <summary>SQL's <c>xpath_string</c>.</summary>
    public static Column XPathString(Column xml, object? path) => Call("xpath_string", xml, Lit(path));
}
