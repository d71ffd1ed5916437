using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Coercion;

/// <summary>Casts that analysis puts in.</summary>
public static class Conversion
{
    /// <summary>The value in another type: nothing where it has it, a literal NULL of the type for a bare NULL, else an implicit cast.</summary>
    /// <param name="origin">What asks for the type, which an error of the cast marks; null for the value itself.</param>
    public static Expression Implicit(Expression value, DataType type, SessionSnapshot session, GeneratedNames names, Origin? origin = null)
    {
        if (TypeFamilies.Same(value.Type, type) || (TypeFamilies.IsText(value.Type) && type == DataType.String && value.Type is not StringType))
            return value;
        if (value is Literal { Value: null })
            return names.Give(Literal.Null(type) with { Origin = value.Origin }, names.Of(value));
        return new Cast(value, type, session.Mode, CastRules.NeedsZone(value.Type, type) ? session.TimeZone : null, Implicit: true) { Origin = origin ?? value.Origin };
    }

    /// <summary>The literal under implicit casts and aliases; null where the expression is no literal.</summary>
    public static Literal? LiteralOf(Expression expression) => expression switch
    {
        Literal literal => literal,
        Cast { Implicit: true } cast => LiteralOf(cast.Child),
        Alias alias => LiteralOf(alias.Child),
        _ => null,
    };
}
