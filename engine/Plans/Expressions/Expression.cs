using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;

namespace Spindle.Plans.Expressions;

/// <summary>
/// A value computed from a row. Expressions are immutable records, equal when they say the same (their <see cref="Origin"/> aside),
/// and hold no cached state. Unresolved ones come from SQL or DataFrame calls and have no type yet.
/// </summary>
public abstract record Expression
{
    /// <summary>Where it was written; kept through every rewrite and left out of equality.</summary>
    public Origin Origin { get; init; }

    /// <summary>The type of the value. Asking an unresolved expression is a bug.</summary>
    public abstract DataType Type { get; }

    /// <summary>False when the value is never null.</summary>
    public abstract bool Nullable { get; }

    /// <summary>The operands, in order, whatever record members hold them.</summary>
    public abstract ValueList<Expression> Children { get; }

    /// <summary>The same expression over other operands, as many as there are <see cref="Children"/>.</summary>
    public abstract Expression WithChildren(ValueList<Expression> children);

    /// <summary>True when evaluating this very node (operands aside) can end in an error for some input.</summary>
    public virtual bool RaisesItself => false;

    /// <summary>True when evaluating this very node twice on equal operands gives equal values.</summary>
    public virtual bool IsDeterministicItself => true;

    /// <summary>True when evaluation can end in an error: such an expression is never hoisted out of what guards it.</summary>
    public bool CanRaise => RaisesItself || Children.Any(c => c.CanRaise);

    public bool IsDeterministic => IsDeterministicItself && Children.All(c => c.IsDeterministic);

    /// <summary>True when it depends on no row: only literals under deterministic nodes.</summary>
    public virtual bool IsFoldable => Children.Count > 0 && IsDeterministicItself && Children.All(c => c.IsFoldable);

    /// <summary>False while it, or an operand, is unresolved.</summary>
    public virtual bool IsResolved => Children.All(c => c.IsResolved);

    /// <summary>The expression as SQL in Spark's generated style, <c>(a + 1)</c>: column names and EXPLAIN come from it.</summary>
    public abstract string Sql { get; }

    public sealed override string ToString() => Sql;

    /// <summary>Replaces operands first, then the node itself. Returns this very object where nothing changed.</summary>
    public Expression Transform(Func<Expression, Expression> rewrite) => rewrite(MapChildren(c => c.Transform(rewrite)));

    /// <summary>Replaces the node first, then the operands of what came out.</summary>
    public Expression TransformDown(Func<Expression, Expression> rewrite) => rewrite(this).MapChildren(c => c.TransformDown(rewrite));

    public Expression MapChildren(Func<Expression, Expression> map)
    {
        var children = Children;
        if (children.Count == 0)
            return this;
        var mapped = new Expression[children.Count];
        var changed = false;
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(children[i]);
            changed |= !ReferenceEquals(mapped[i], children[i]);
        }

        return changed ? WithChildren(ValueList.Create<Expression>(mapped)) : this;
    }

    /// <summary>The node and all below it, parents first.</summary>
    public IEnumerable<Expression> SelfAndDescendants()
    {
        yield return this;
        foreach (var child in Children)
            foreach (var node in child.SelfAndDescendants())
                yield return node;
    }
}

/// <summary>An expression without operands.</summary>
public abstract record LeafExpression : Expression
{
    public sealed override ValueList<Expression> Children => ValueList<Expression>.Empty;

    public sealed override Expression WithChildren(ValueList<Expression> children) => this;
}
