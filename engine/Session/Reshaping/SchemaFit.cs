using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Coercion;

namespace Spindle.Sql.Reshaping;

/// <summary>A frame's columns in the shape of a schema.</summary>
internal sealed class SchemaFit(DataFrame frame)
{
    public IEnumerable<Column> Columns(StructType schema) => schema.Fields.Select(wanted =>
    {
        var given = Match(frame.Schema, wanted.Name, []);
        return Fit(new Column(DataFrame.Existing(given.Name)), given, wanted, [wanted.Name]).As(wanted.Name);
    });

    private Field Match(StructType schema, string name, IReadOnlyList<string> path)
    {
        var found = schema.Fields.Where(f => frame.SameName(f.Name, name)).ToList();
        return found.Count == 1 ? found[0] : throw new SpindleException(SessionErrors.UnresolvedColumn,
            $"{(found.Count == 0 ? "no column is" : "several columns are")} called {string.Join(".", [.. path, name])}; there are {string.Join(", ", schema.Fields.Select(f => f.Name))}",
            parameters: new Dictionary<string, string> { ["objectName"] = Quoted([.. path, name]), ["proposal"] = string.Join(", ", schema.Fields.Select(f => $"`{f.Name}`")) });
    }

    private Column Fit(Column value, Field given, Field wanted, IReadOnlyList<string> path) => given.Nullable && !wanted.Nullable
        ? throw new SpindleException(SessionErrors.NullableColumn, $"{string.Join(".", path)} may be null, and is not to be", parameters: new Dictionary<string, string> { ["name"] = Quoted(path) })
        : Fit(value, given.Type, wanted.Type, path);

    private Column Fit(Column value, DataType given, DataType wanted, IReadOnlyList<string> path)
    {
        if (given == wanted)
            return value;
        switch (given, wanted)
        {
            case (StructType from, StructType to):
                var fields = to.Fields.SelectMany(f =>
                {
                    var source = Match(from, f.Name, path);
                    return new[] { Functions.Lit(f.Name), Fit(value.GetField(source.Name), source, f, [.. path, f.Name]) };
                });
                return Functions.When(value.IsNotNull(), Functions.NamedStruct([.. fields]));
            case (ArrayType from, ArrayType to):
                RequireNullable(from.ContainsNull, to.ContainsNull, [.. path, "element"]);
                return Functions.Transform(value, element => Fit(element, from.Element, to.Element, [.. path, "element"]));
            case (MapType from, MapType to):
                RequireNullable(from.ValueContainsNull, to.ValueContainsNull, [.. path, "value"]);
                return Functions.TransformValues(Functions.TransformKeys(value, (key, _) => Fit(key, from.Key, to.Key, [.. path, "key"])), (_, item) => Fit(item, from.Value, to.Value, [.. path, "value"]));
            default:
                return StoreAssignment.IsAllowed(given, wanted) ? value.Cast(wanted) : throw new SpindleException(SessionErrors.ColumnType,
                    $"{string.Join(".", path)} is {given.Name}, which is not stored as {wanted.Name}; cast it",
                    parameters: new Dictionary<string, string> { ["name"] = Quoted(path), ["type"] = $"\"{given.Sql}\"", ["expectedType"] = $"\"{wanted.Sql}\"" });
        }
    }

    private static void RequireNullable(bool given, bool wanted, IReadOnlyList<string> path)
    {
        if (given && !wanted)
            throw new SpindleException(SessionErrors.NullableColumn, $"{string.Join(".", path)} may be null, and is not to be", parameters: new Dictionary<string, string> { ["name"] = Quoted(path) });
    }

    private static string Quoted(IEnumerable<string> path) => string.Join(".", path.Select(p => $"`{p}`"));
}
