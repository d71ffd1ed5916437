using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Sql.Settings;

namespace Spindle.Sql.Reshaping;

/// <summary>
/// Rows as columns: rows are numbered in the order of the index, each column's values are stood below one another, and those of one number are laid side by side again.
/// The index values, which become names, are read at once.
/// </summary>
internal sealed class Transposition(DataFrame frame, Column index)
{
    private const string Number = "__number", Place = "__place", Key = "key", Value = "__value";

    public DataFrame Run()
    {
        var name = frame.Select(index).Schema.Fields[0] is { Type: not (ArrayType or MapType or StructType or VariantType) } field ? field.Name
            : throw Invalid($"{index} is no column of simple values");
        var names = Names();
        var others = frame.Schema.Fields.Where(f => !frame.SameName(f.Name, name)).ToList();
        if (others.Count == 0)
            return frame.Session.CreateDataFrame([], $"{Key} STRING NOT NULL");
        var type = CommonType(others);
        var numbered = frame.Where(index.IsNotNull()).Select([Functions.RowNumber().Over(Window.OrderBy(index)).As(Number), .. others.Select((f, i) => new Column(DataFrame.Existing(f.Name)).Cast(type).As($"c{i}"))]);
        List<Column> below = [Functions.Lit(others.Count)];
        for (var i = 0; i < others.Count; i++)
            below.AddRange([Functions.Lit(i), Functions.Lit(others[i].Name), Functions.Col($"c{i}")]);
        // The columns are named even where no row is left.
        var keys = frame.Session.CreateDataFrame(others.Select((f, i) => new object?[] { i, f.Name }), $"{Place} INT, {Key} STRING");
        if (names.Count == 0)
            return keys.OrderBy(Place).Select(Key);
        var cells = numbered.Select(Number, Functions.Stack([.. below]).As(Place, Key, Value));
        var aside = cells.GroupBy(Place, Key).Pivot(Number, [.. Enumerable.Range(1, names.Count).Cast<object?>()]).Agg(Functions.First(Value));
        return aside.OrderBy(Place).Drop(Place).ToDF([Key, .. names]);
    }

    private List<string> Names()
    {
        var most = (int)frame.Session.State.Settings.Number(SessionSettings.TransposeMaxValues)!;
        var rows = frame.Select(index.As("index")).Where(Functions.Col("index").IsNotNull()).OrderBy("index").Limit(most + 1).Select(Functions.Col("index").Cast(DataType.String)).Collect();
        return rows.Count <= most ? [.. rows.Select(r => r.Get<string>(0))] : throw new SpindleException(SessionErrors.TransposeRows,
            $"more than {most} rows would become columns: choose some, or raise {SessionSettings.TransposeMaxValues}",
            parameters: new Dictionary<string, string> { ["maxValues"] = $"{most}", ["config"] = SessionSettings.TransposeMaxValues });
    }

    private DataType CommonType(List<Field> fields)
    {
        try
        {
            return ((ArrayType)frame.Select(Functions.Array([.. fields.Select(f => new Column(DataFrame.Existing(f.Name)))])).Schema.Fields[0].Type).Element;
        }
        catch (SpindleException error) when (error.ErrorClass.Name.StartsWith("DATATYPE_MISMATCH", StringComparison.Ordinal))
        {
            var odd = fields.First(f => f.Type != fields[0].Type);
            throw new SpindleException(SessionErrors.TransposeTypes, $"{fields[0].Name} is {fields[0].Type.Name} and {odd.Name} {odd.Type.Name}: cast the columns to one type", inner: error,
                parameters: new Dictionary<string, string> { ["dt1"] = $"\"{fields[0].Type.Sql}\"", ["dt2"] = $"\"{odd.Type.Sql}\"" });
        }
    }

    private static SpindleException Invalid(string reason) => new(SessionErrors.TransposeIndex, reason, parameters: new Dictionary<string, string> { ["reason"] = reason });
}
