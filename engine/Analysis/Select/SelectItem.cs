using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Select;

/// <summary>One resolved result of a select list: a column under its own id, or an expression under a new one.</summary>
/// <param name="Value">What is computed, without alias.</param>
internal sealed record SelectItem(Expression Value, string Name, ColumnId Id)
{
    /// <summary>The names that <c>AS (a, b)</c> gives a generator's columns; null for none.</summary>
    public IReadOnlyList<string>? GeneratedNames { get; init; }

    public bool IsExplicit { get; init; }

    /// <summary>True when the item is a column of the input under its own id.</summary>
    public bool IsColumn => Value is ColumnReference column && column.Id == Id;

    /// <summary>The item as a projection holds it.</summary>
    public Expression Named => IsColumn ? ((ColumnReference)Value) with { Name = Name } : new Alias(Value, Name, Id) { Origin = Value.Origin };

    public ColumnReference Output => Value is ColumnReference column && IsColumn
        ? column with { Name = Name }
        : new ColumnReference(Id, Name, Value.Type, Value.Nullable, []) { Origin = Value.Origin };
}
