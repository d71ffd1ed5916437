using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Errors;

/// <summary>Names that mean nothing, or too much.</summary>
internal static class NameErrors
{
    public static SpindleException UnresolvedColumn(ValueList<string> parts, IEnumerable<string> known, Origin origin)
    {
        var name = Quoted(parts);
        var nearest = NearestNames.Of(parts[^1], known);
        if (nearest.Count == 0)
        {
            return new SpindleException(new ErrorClass("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", "42703"), $"There is no column {name} here, nor any other.", origin,
                parameters: Parameters(("objectName", name)));
        }

        var hint = NearestNames.IsLikely(parts[^1], nearest[0]) ? $"did you mean {nearest[0]}?" : $"the nearest names are {string.Join(", ", nearest)}.";
        return new SpindleException(new ErrorClass("UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"), $"There is no column {name}; {hint}", origin,
            parameters: Parameters(("objectName", name), ("proposal", string.Join(", ", nearest.Select(n => $"`{n}`")))))
        {
            Hint = hint,
        };
    }

    public static SpindleException Ambiguous(ValueList<string> parts, IEnumerable<ColumnReference> candidates, Origin origin) => new(
        new ErrorClass("AMBIGUOUS_REFERENCE", "42704"),
        $"The name {Quoted(parts)} may mean any of {string.Join(", ", candidates.Select(c => c.Sql))}; write the table before it.",
        origin,
        parameters: Parameters(("name", Quoted(parts)), ("referenceNames", $"[{string.Join(", ", candidates.Select(c => Quoted([.. c.Qualifier, c.Name])))}]")));

    /// <summary>A DataFrame's column where the frame is read on both sides of a join.</summary>
    public static SpindleException AmbiguousFrames(ValueList<string> parts, Origin origin) => new(
        new ErrorClass("AMBIGUOUS_COLUMN_REFERENCE", "42702"),
        $"The column {Quoted(parts)} is meant of a DataFrame that this query reads more than once, as a join with itself does: give each side an alias by As, and write Col(\"alias.{parts[^1]}\").",
        origin,
        parameters: Parameters(("name", Quoted(parts))));

    /// <summary>A DataFrame's column where the frame's rows are no longer there.</summary>
    public static SpindleException OutOfReach(ValueList<string> parts, Origin origin) => new(
        new ErrorClass("CANNOT_RESOLVE_DATAFRAME_COLUMN", "42704"),
        $"The column {Quoted(parts)} of another DataFrame is not among the columns here: it was left out or replaced on the way, or its DataFrame is no part of this one.",
        origin,
        parameters: Parameters(("name", Quoted(parts))));

    public static SpindleException AmbiguousAlias(string name, int count, Origin origin) => new(
        new ErrorClass("AMBIGUOUS_LATERAL_COLUMN_ALIAS", "42702"),
        $"The alias {name} is given {count} times before it is used.",
        origin,
        parameters: Parameters(("name", $"`{name}`"), ("n", $"{count}")));

    public static SpindleException AmbiguousField(string name, Origin origin) => new(
        new ErrorClass("AMBIGUOUS_REFERENCE_TO_FIELDS", "42000"),
        $"The struct has more than one field {name}.",
        origin,
        parameters: Parameters(("field", $"`{name}`")));

    public static SpindleException NoSuchField(string name, StructType fields, Origin origin) => new(
        new ErrorClass("FIELD_NOT_FOUND", "42704"),
        $"There is no field {name}; the struct has {string.Join(", ", fields.Fields.Select(f => f.Name))}.",
        origin,
        parameters: Parameters(("fieldName", $"`{name}`"), ("fields", string.Join(", ", fields.Fields.Select(f => $"`{f.Name}`")))));

    public static SpindleException NotAStruct(Expression value, string name, Origin origin) => new(
        new ErrorClass("INVALID_EXTRACT_BASE_FIELD_TYPE", "42000"),
        $"{value.Sql} is {value.Type.Sql} and has no field {name}; only structs, maps and arrays have parts.",
        origin,
        parameters: Parameters(("base", $"\"{value.Sql}\""), ("other", $"\"{value.Type.Sql}\"")));

    public static SpindleException TableNotFound(ValueList<string> parts, IEnumerable<string> known, Origin origin)
    {
        var nearest = NearestNames.Of(parts[^1], known).Where(n => NearestNames.IsLikely(parts[^1], n)).ToList();
        return new SpindleException(new ErrorClass("TABLE_OR_VIEW_NOT_FOUND", "42P01"),
            $"There is no table or view {Quoted(parts)}{(nearest.Count > 0 ? $"; did you mean {nearest[0]}?" : "; check its name, or create it first.")}", origin,
            parameters: Parameters(("relationName", Quoted(parts))));
    }

    public static SpindleException UnknownFunction(ValueList<string> parts, IEnumerable<string> known, Origin origin)
    {
        var nearest = NearestNames.Of(parts[^1], known).Where(n => NearestNames.IsLikely(parts[^1], n)).ToList();
        return new SpindleException(new ErrorClass("UNRESOLVED_ROUTINE", "42883"),
            $"There is no function {Quoted(parts)}{(nearest.Count > 0 ? $"; did you mean {nearest[0]}?" : ".")}", origin,
            parameters: Parameters(("routineName", Quoted(parts))));
    }

    public static SpindleException UsingColumn(string name, string side, IEnumerable<string> known, Origin origin) => new(
        new ErrorClass("UNRESOLVED_USING_COLUMN_FOR_JOIN", "42703"),
        $"USING names {name}, which the {side} side of the join does not have; it has {string.Join(", ", known)}.",
        origin,
        parameters: Parameters(("colName", $"`{name}`"), ("side", side), ("suggestion", string.Join(", ", known.Select(k => $"`{k}`")))));

    public static string Quoted(IEnumerable<string> parts) => string.Join(".", parts.Select(p => $"`{p}`"));

    public static Dictionary<string, string> Parameters(params (string Name, string Value)[] parameters) => parameters.ToDictionary(p => p.Name, p => p.Value);
}
