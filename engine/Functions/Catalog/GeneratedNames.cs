using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog;

/// <summary>
/// The names that Spark gives to results without an alias. They come from the expression as written: qualifiers and implicit casts stay out, and a call that
/// became something else (<c>if</c> a CASE, <c>nvl</c> a COALESCE) keeps its own form. Forms are remembered per expression object during one analysis.
/// </summary>
public sealed class GeneratedNames
{
    private readonly Dictionary<Expression, string> forms = new(ReferenceEqualityComparer.Instance);

    /// <summary>The generated name.</summary>
    public string Of(Expression expression)
    {
        if (forms.TryGetValue(expression, out var form))
            return form;
        return expression switch
        {
            ColumnReference column => column.Name,
            OuterReference outer => $"outer({string.Join(".", outer.Column.Qualifier.Append(outer.Column.Name))})",
            Cast { Implicit: true } cast => Of(cast.Child),
            _ => expression.MapChildren(child => new FormOnly(Of(child), child)).Sql,
        };
    }

    /// <summary>True when the expression is called by a form of its own.</summary>
    public bool HasForm(Expression expression) => forms.ContainsKey(expression);

    /// <summary>The same expression as a new object that is called <paramref name="form"/>.</summary>
    public Expression Give(Expression expression, string form)
    {
        var copy = expression with { Origin = expression.Origin };
        forms[copy] = form;
        return copy;
    }

    /// <summary>Carries the form of <paramref name="from"/>, if it has one of its own, over to what replaced it.</summary>
    public Expression Keep(Expression from, Expression to) => forms.TryGetValue(from, out var form) && !ReferenceEquals(from, to) ? Give(to, form) : to;

    private sealed record FormOnly(string Form, Expression Meant) : LeafExpression
    {
        public override DataType Type => Meant.Type;
        public override bool Nullable => Meant.Nullable;
        public override bool IsFoldable => Meant.IsFoldable;
        public override string Sql => Form;
    }
}
