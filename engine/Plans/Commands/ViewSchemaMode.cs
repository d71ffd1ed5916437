namespace Spindle.Plans.Commands;

/// <summary>What a view that lasts does when the columns of its query are not what they were (<c>WITH SCHEMA …</c>).</summary>
public enum ViewSchemaMode : byte
{
    /// <summary>Columns keep their names and types; a type that has become wider, or another, is an error.</summary>
    Binding,

    /// <summary>Columns keep their names and types; values are cast to them.</summary>
    Compensation,

    /// <summary>Columns keep their names, and have the types that the query gives now.</summary>
    TypeEvolution,

    /// <summary>Columns are what the query gives now.</summary>
    Evolution,
}
