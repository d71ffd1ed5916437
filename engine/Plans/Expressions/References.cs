using Spindle.Columnar.Types;

namespace Spindle.Plans.Expressions;

/// <summary>A column that a plan below produces.</summary>
/// <param name="Qualifier">The names that may stand before it (<c>catalog, schema, table</c> or an alias), outermost first.</param>
public sealed record ColumnReference(ColumnId Id, string Name, DataType ColumnType, bool IsNullable, ValueList<string> Qualifier) : LeafExpression
{
    public override DataType Type => ColumnType;
    public override bool Nullable => IsNullable;
    public override string Sql => Qualifier.Count == 0 ? Name : $"{Qualifier[^1]}.{Name}";

    /// <summary>References are equal by id alone: nullability and qualifier may change on the way up a plan.</summary>
    public bool Equals(ColumnReference? other) => other is not null && other.Id == Id;

    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>A column of an enclosing query, inside a correlated subquery.</summary>
public sealed record OuterReference(ColumnReference Column) : LeafExpression
{
    public override DataType Type => Column.Type;
    public override bool Nullable => Column.Nullable;
    public override string Sql => $"outer({Column.Sql})";
}

/// <summary>A column by its position in the child's schema; what physical plans hold.</summary>
public sealed record BoundReference(int Ordinal, DataType ColumnType, bool IsNullable, string Name) : LeafExpression
{
    public override DataType Type => ColumnType;
    public override bool Nullable => IsNullable;
    public override string Sql => Name;
}

/// <summary>A named result; <see cref="Id"/> is what plans above refer to.</summary>
public sealed record Alias(Expression Child, string Name, ColumnId Id) : Expression
{
    public override DataType Type => Child.Type;
    public override bool Nullable => Child.Nullable;
    public override ValueList<Expression> Children => [Child];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
    public override string Sql => $"{Child.Sql} AS {Name}";

    /// <summary>The reference by which plans above see this result.</summary>
    public ColumnReference ToReference() => new(Id, Name, Type, Nullable, []) { Origin = Origin };
}

/// <summary>The value of an uncorrelated scalar subquery that runs once, before the plan that refers to it.</summary>
public sealed record SubqueryResult(int Index, DataType ResultType) : LeafExpression
{
    public override DataType Type => ResultType;
    public override bool Nullable => true;
    public override string Sql => $"subquery#{Index}";
}
