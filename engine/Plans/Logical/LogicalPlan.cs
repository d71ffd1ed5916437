using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Plans.Logical;

/// <summary>
/// What rows a query asks for, not how they are made. Plans are immutable records without cached state, equal when they say the same.
/// The parser and the DataFrame API make unresolved ones; analysis resolves them; the optimizer rewrites them.
/// </summary>
public abstract record LogicalPlan
{
    public Origin Origin { get; init; }

    /// <summary>The columns of the rows. Asking an unresolved plan is a bug.</summary>
    public abstract ValueList<ColumnReference> Output { get; }

    /// <summary>The plans whose rows this one reads.</summary>
    public abstract ValueList<LogicalPlan> Children { get; }

    public abstract LogicalPlan WithChildren(ValueList<LogicalPlan> children);

    /// <summary>The expressions of this node, in order.</summary>
    public virtual ValueList<Expression> Expressions => [];

    /// <summary>The same node with other expressions, as many as there are <see cref="Expressions"/>.</summary>
    public virtual LogicalPlan WithExpressions(ValueList<Expression> expressions) => this;

    /// <summary>False while this node, an expression of it or a child is unresolved.</summary>
    public virtual bool IsResolved => Children.All(c => c.IsResolved) && Expressions.All(e => e.IsResolved);

    /// <summary>One line of EXPLAIN, without the children.</summary>
    public abstract string Describe();

    public StructType Schema => new(Output.Select(c => new Field(c.Name, c.Type, c.Nullable)).ToValueList());

    /// <summary>The tree as EXPLAIN prints it, a node a line, children indented below.</summary>
    public sealed override string ToString() => PlanText.Of(this);

    /// <summary>Rewrites children first, then the node itself. Plans inside subquery expressions are left alone.</summary>
    public LogicalPlan Transform(Func<LogicalPlan, LogicalPlan> rewrite) => rewrite(MapChildren(c => c.Transform(rewrite)));

    /// <summary>Rewrites the node first, then the children of what came out.</summary>
    public LogicalPlan TransformDown(Func<LogicalPlan, LogicalPlan> rewrite) => rewrite(this).MapChildren(c => c.TransformDown(rewrite));

    public LogicalPlan MapChildren(Func<LogicalPlan, LogicalPlan> map)
    {
        var children = Children;
        if (children.Count == 0)
            return this;
        var mapped = new LogicalPlan[children.Count];
        var changed = false;
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(children[i]);
            changed |= !ReferenceEquals(mapped[i], children[i]);
        }

        return changed ? WithChildren(ValueList.Create<LogicalPlan>(mapped)) : this;
    }

    /// <summary>Replaces each expression of this node (not of its children).</summary>
    public LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var expressions = Expressions;
        var mapped = new Expression[expressions.Count];
        var changed = false;
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(expressions[i]);
            changed |= !ReferenceEquals(mapped[i], expressions[i]);
        }

        return changed ? WithExpressions(ValueList.Create<Expression>(mapped)) : this;
    }

    /// <summary>The node and all below it, parents first.</summary>
    public IEnumerable<LogicalPlan> SelfAndDescendants()
    {
        yield return this;
        foreach (var child in Children)
            foreach (var node in child.SelfAndDescendants())
                yield return node;
    }
}

/// <summary>A plan that reads no other.</summary>
public abstract record LeafPlan : LogicalPlan
{
    public sealed override ValueList<LogicalPlan> Children => [];
    public sealed override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this;
}

/// <summary>A plan over one other.</summary>
public abstract record UnaryPlan(LogicalPlan Child) : LogicalPlan
{
    public override ValueList<ColumnReference> Output => Child.Output;
    public sealed override ValueList<LogicalPlan> Children => [Child];
    public sealed override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Child = children[0] };
}
