using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Physical;

/// <summary>
/// How rows are made. Plans are data: they are explained, cut into stages and sent to where operators are built from them. Expressions are bound
/// (<see cref="BoundReference"/> to the child's columns; for a join's condition to left columns followed by right columns).
/// </summary>
public abstract record PhysicalPlan
{
    /// <summary>The columns of the batches.</summary>
    public abstract StructType Schema { get; }

    public abstract ValueList<PhysicalPlan> Children { get; }

    public abstract PhysicalPlan WithChildren(ValueList<PhysicalPlan> children);

    /// <summary>The expressions of this node (not of its children).</summary>
    public virtual IEnumerable<Expression> Expressions => [];

    /// <summary>One line of EXPLAIN, without the children.</summary>
    public abstract string Describe();

    /// <summary>Rows that the optimizer expects, for sizing and for EXPLAIN; -1 where unknown.</summary>
    public double EstimatedRows { get; init; } = -1;

    public sealed override string ToString() => PhysicalPlanText.Of(this);

    /// <summary>Replaces each child; this very object where nothing changed.</summary>
    public PhysicalPlan MapChildren(Func<PhysicalPlan, PhysicalPlan> map)
    {
        var children = Children;
        var mapped = new PhysicalPlan[children.Count];
        var changed = false;
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(children[i]);
            changed |= !ReferenceEquals(mapped[i], children[i]);
        }

        return changed ? WithChildren(ValueList.Create<PhysicalPlan>(mapped)) : this;
    }

    /// <summary>Replaces children first, then the node itself.</summary>
    public PhysicalPlan Transform(Func<PhysicalPlan, PhysicalPlan> rewrite) => rewrite(MapChildren(c => c.Transform(rewrite)));

    public IEnumerable<PhysicalPlan> SelfAndDescendants()
    {
        yield return this;
        foreach (var child in Children)
            foreach (var node in child.SelfAndDescendants())
                yield return node;
    }
}

/// <summary>A bound expression and the name of the column it makes.</summary>
public sealed record NamedExpression(Expression Expression, string Name)
{
    public Field Field => new(Name, Expression.Type, Expression.Nullable);

    public override string ToString() => Expression is BoundReference reference && reference.Name == Name ? Name : $"{Expression.Sql} AS {Name}";
}
