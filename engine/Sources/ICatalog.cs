using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Plans.Logical;

namespace Spindle.Sources;

/// <summary>Names of tables and views, as analysis asks for them.</summary>
public interface ICatalog
{
    /// <summary>What a name stands for; null where there is nothing of that name.</summary>
    /// <param name="parts">As written: <c>table</c>, <c>schema.table</c>, <c>catalog.schema.table</c>, or <c>format.`path`</c>.</param>
    /// <param name="options">From the reader API.</param>
    CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options);

    /// <summary>Names to suggest when <see cref="Find"/> knows none.</summary>
    IEnumerable<string> Names();
}

public abstract record CatalogEntry(ValueList<string> QualifiedName);

public sealed record TableEntry(ValueList<string> QualifiedName, ITable Table) : CatalogEntry(QualifiedName);

/// <summary>A view: an unresolved plan, the settings it was made under, and the text it came from.</summary>
public sealed record ViewEntry(ValueList<string> QualifiedName, LogicalPlan Plan, string? SqlText) : CatalogEntry(QualifiedName)
{
    /// <summary>Where the view's own names are looked up; null for where the view was found.</summary>
    public ICatalog? Names { get; init; }

    /// <summary>The columns that the view had when it was made; null where it has what its query gives.</summary>
    public ViewSchema? Schema { get; init; }
}

/// <summary>The columns that a view was made with, and what becomes of them when its query gives others.</summary>
/// <param name="QueryNames">The names of the query's columns, in the order of <paramref name="Columns"/>.</param>
public sealed record ViewSchema(ViewSchemaMode Mode, ValueList<string> QueryNames, StructType Columns);
