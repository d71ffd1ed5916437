using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary>
/// <c>withField</c> and <c>dropFields</c> → the struct made anew of its fields, null where it is null.
/// <code>s.withField("b.c", v)   →   if(isnull(s), null, named_struct('a', s.a, 'b', if(isnull(s.b), null, named_struct('c', v))))</code>
/// </summary>
internal sealed class ResolveFieldEdit : ExpressionRule<UnresolvedFieldEdit>
{
    protected override Expression Resolve(UnresolvedFieldEdit expression, ExpressionScope scope)
    {
        var whole = scope.Resolve(expression.Child);
        var value = expression.Value is null ? null : scope.Resolve(expression.Value);
        var names = scope.Names;
        return names.Give(Edited(whole, expression, 0, value, scope), $"update_fields({names.Of(whole)}, {(value is null ? "dropfield()" : $"WithField({names.Of(value)})")})");
    }

    private static Expression Edited(Expression whole, UnresolvedFieldEdit edit, int depth, Expression? value, ExpressionScope scope)
    {
        if (whole.Type is not StructType type)
            throw BindingErrors.UnexpectedType(scope.Site("update_fields", [whole], edit.Origin), 0, "\"STRUCT\"");
        var comparison = scope.Query.Session.NameComparison;
        var (name, isLast) = (edit.Path[depth], depth == edit.Path.Count - 1);
        var fields = new List<(string Name, Expression Value)>();
        var isFound = false;
        for (var i = 0; i < type.Fields.Count; i++)
        {
            var field = type.Fields[i];
            Expression given = new GetField(whole, i, field.Name) { Origin = edit.Origin };
            if (!string.Equals(field.Name, name, comparison))
            {
                fields.Add((field.Name, given));
                continue;
            }

            isFound = true;
            if (!isLast)
                fields.Add((field.Name, Edited(given, edit, depth + 1, value, scope)));
            else if (value is not null)
                fields.Add((name, value));
        }

        if (!isFound && !isLast)
            _ = FieldAccess.ByName(whole, name, edit.Origin, comparison);
        if (!isFound && value is not null && isLast)
            fields.Add((name, value));
        if (fields.Count == 0)
            throw new SpindleException(new ErrorClass("DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS", "42K09"), $"{scope.Names.Of(whole)} would have no field left; leave one.", edit.Origin);
        var made = scope.Call("named_struct", edit.Origin, [.. fields.SelectMany(f => new[] { Literal.Of(f.Name), f.Value })]);
        return whole.Nullable ? new Case([new IsNull(whole)], [Literal.Null(made.Type)], made) { Origin = edit.Origin } : made;
    }
}
