using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.UserCode.Columns;
using Spindle.UserCode.Types;
using X = System.Linq.Expressions.Expression;

namespace Spindle.UserCode.Aggregates;

/// <summary>Generates the way of objects into columns and back: members as columns of their own, or one column for the whole.</summary>
internal static class StateCode
{
    /// <summary>Makes the object of a row.</summary>
    public static Func<Cells[], int, T> Reader<T>(StructType columns)
    {
        var cells = X.Parameter(typeof(Cells[]), "columns");
        var row = X.Parameter(typeof(int), "row");
        return X.Lambda<Func<Cells[], int, T>>(Read(typeof(T), columns, cells, row), cells, row).Compile();
    }

    /// <summary>Appends an object to a builder a column.</summary>
    public static Action<VectorBuilder[], T> Writer<T>(StructType columns)
    {
        var builders = X.Parameter(typeof(VectorBuilder[]), "builders");
        var value = X.Parameter(typeof(T), "value");
        return X.Lambda<Action<VectorBuilder[], T>>(Write(typeof(T), columns, builders, value), builders, value).Compile();
    }

    public static X Read(Type type, StructType columns, X cells, X row)
    {
        if (!IsSpread(type, columns))
            return ValueCode.Read(type, columns.Fields[0].Type, CellSource.Of(X.ArrayIndex(cells, X.Constant(0)), row), mayBeNull: true, columns.Fields[0].Name);
        var shape = ObjectShape.Of(type);
        return ValueCode.Make(type, shape, [.. shape.Members.Select((m, i) =>
            ValueCode.Read(m.Type, columns.Fields[i].Type, CellSource.Of(X.ArrayIndex(cells, X.Constant(i)), row), mayBeNull: true, $"{type.Name}.{m.Name}"))]);
    }

    public static X Write(Type type, StructType columns, X builders, X value) => IsSpread(type, columns)
        ? X.Block(typeof(void), ValueCode.AppendMembers(type, columns, value, i => X.ArrayIndex(builders, X.Constant(i))))
        : ValueCode.Append(type, columns.Fields[0].Type, X.ArrayIndex(builders, X.Constant(0)), value, columns.Fields[0].Name);

    // One column holds the whole object where it is no struct, or stands as a struct in a column of its own. Names of columns may have changed on the way, names of fields have not.
    private static bool IsSpread(Type type, StructType columns) => SqlTypes.Find(type) is StructType whole && !(columns.Fields.Count == 1 && IsWhole(columns.Fields[0].Type, whole));

    private static bool IsWhole(DataType column, StructType whole) => column is StructType fields && fields.Fields.Select(f => f.Name).SequenceEqual(whole.Fields.Select(f => f.Name));
}
