using System.Diagnostics;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>What the items of a projection or an aggregate are called above it.</summary>
public static class NamedOutput
{
    public static ColumnReference Of(Expression item) => item switch
    {
        ColumnReference column => column,
        Alias alias => alias.ToReference(),
        _ => throw new UnreachableException($"{item.GetType().Name} {item.Sql} has no name yet"),
    };

    /// <summary>An item as EXPLAIN shows it, with its id.</summary>
    public static string Text(Expression item) => item switch
    {
        ColumnReference column => column.Name + column.Id,
        Alias alias => alias.Sql + alias.Id,
        _ => item.Sql,
    };
}
