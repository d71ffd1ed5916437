using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Analysis.Expressions;

/// <summary><c>CAST(value AS type)</c> → a cast that carries the session's mode, and its zone where the types need one.</summary>
internal sealed class ResolveCast : ExpressionRule<UnresolvedCast>
{
    protected override Expression Resolve(UnresolvedCast expression, ExpressionScope scope)
    {
        var value = scope.Resolve(expression.Child);
        var session = scope.Query.Session;
        // Lengths of char and varchar are checked when a value is stored, not when it is cast.
        DataType target = expression.Target is CharType or VarcharType ? DataType.String : expression.Target;
        var mode = expression.Try ? EvaluationMode.Try : session.Mode;
        var cast = new Cast(value, target, mode, CastRules.NeedsZone(value.Type, target) ? session.TimeZone : null) { Origin = expression.Origin };
        if (!CastRules.Exists(value.Type, target, mode != EvaluationMode.Legacy))
            throw NoSuchCast(cast, scope.Names.Of(cast));
        if (value is Literal { Value: null } && TypeFamilies.IsNested(target))
            return scope.Names.Give(cast, "NULL");
        // Spark makes casts to nested types with plain strings anew, and forgets that they were written.
        return TypeFamilies.IsNested(target) && HoldsPlainText(target) ? scope.Names.Give(cast, scope.Names.Of(value)) : cast;
    }

    private static bool HoldsPlainText(DataType type) => type switch
    {
        StringType text => text.Collation == StringType.Utf8Binary,
        ArrayType array => HoldsPlainText(array.Element),
        MapType map => HoldsPlainText(map.Key) || HoldsPlainText(map.Value),
        StructType fields => fields.Fields.Any(f => HoldsPlainText(f.Type)),
        _ => false,
    };

    internal static SpindleException NoSuchCast(Cast cast, string form)
    {
        var (from, to) = (cast.Child.Type, cast.Target);
        var parameters = Errors.NameErrors.Parameters(("sqlExpr", $"\"{form}\""), ("srcType", $"\"{from.Sql}\""), ("targetType", $"\"{to.Sql}\""));
        if (Function(from, to) is { } function)
        {
            parameters["functionNames"] = $"`{function}`";
            return new SpindleException(new ErrorClass("DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION", "42K09"), $"{from.Sql} cannot be cast to {to.Sql}; use {function}.", cast.Origin,
                parameters: parameters);
        }

        if (cast.Mode == EvaluationMode.Ansi && CastRules.Exists(from, to, ansi: false))
        {
            parameters["config"] = "\"spark.sql.ansi.enabled\"";
            parameters["configVal"] = "'false'";
            return new SpindleException(new ErrorClass("DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION", "42K09"),
                $"{from.Sql} cannot be cast to {to.Sql} while spark.sql.ansi.enabled is true.", cast.Origin, parameters: parameters);
        }

        return new SpindleException(new ErrorClass("DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION", "42K09"), $"{from.Sql} cannot be cast to {to.Sql}.", cast.Origin,
            parameters: parameters);
    }

    private static string? Function(DataType from, DataType to) => (from, to) switch
    {
        (DateType, NumericType) => "UNIX_DATE",
        (NumericType, DateType) => "DATE_FROM_UNIX_DATE",
        _ => null,
    };
}
