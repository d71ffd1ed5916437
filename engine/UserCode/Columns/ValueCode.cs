using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Types;
using Spindle.UserCode.Types;
using X = System.Linq.Expressions.Expression;

namespace Spindle.UserCode.Columns;

/// <summary>Where a loop reads a column: the cells, and their addresses where the loop keeps those in locals.</summary>
internal sealed record CellSource(X Cells, X Values, X Validity, X Position)
{
    /// <summary>A source that asks the cells each time, at a row of theirs.</summary>
    public static CellSource Of(X cells, X row) => new(cells, X.Property(cells, nameof(Columns.Cells.Values)), X.Property(cells, nameof(Columns.Cells.Validity)), X.Call(cells, nameof(Columns.Cells.Position), null, row));
}

/// <summary>Generates the reading and writing of values: columns to objects and back. What has a fixed width becomes a load or a store; nothing is boxed.</summary>
internal static class ValueCode
{
    private static readonly Dictionary<Type, Type> Stored = new()
    {
        [typeof(sbyte)] = typeof(sbyte),
        [typeof(byte)] = typeof(short),
        [typeof(short)] = typeof(short),
        [typeof(ushort)] = typeof(int),
        [typeof(int)] = typeof(int),
        [typeof(uint)] = typeof(long),
        [typeof(long)] = typeof(long),
        [typeof(float)] = typeof(float),
        [typeof(double)] = typeof(double),
    };

    private static readonly Dictionary<Type, (MethodInfo Read, MethodInfo Write)> Times = new()
    {
        [typeof(DateOnly)] = (Instant(nameof(Instants.Date)), Instant(nameof(Instants.Days))),
        [typeof(TimeOnly)] = (Instant(nameof(Instants.Time)), Instant(nameof(Instants.Nanos))),
        [typeof(TimeSpan)] = (Instant(nameof(Instants.Span)), typeof(Instants).GetMethod(nameof(Instants.MicrosOf), [typeof(TimeSpan)])!),
        [Instants.Instant] = (Instant(nameof(Instants.Utc)), Instant(nameof(Instants.Micros))),
        [Instants.InstantWithOffset] = (Instant(nameof(Instants.WithOffset)), typeof(Instants).GetMethod(nameof(Instants.MicrosOf), [Instants.InstantWithOffset])!),
    };

    /// <summary>The value at a position as <paramref name="clr"/>.</summary>
    /// <param name="type">The column's SQL type.</param>
    /// <param name="source">Evaluated more than once: locals and parameters.</param>
    /// <param name="mayBeNull">False where the loop has seen to it that the value is valid.</param>
    public static X Read(Type clr, DataType type, CellSource source, bool mayBeNull, string what)
    {
        var underlying = Nullable.GetUnderlyingType(clr);
        var position = X.Variable(typeof(int), "position");
        var local = source with { Position = position };
        var value = Value(underlying ?? clr, type, local);
        if (value.Type != clr)
            value = X.Convert(value, clr);
        if (mayBeNull)
        {
            var isNull = Call(nameof(CellReads.IsNull), source.Validity, position);
            value = SqlTypes.HoldsNull(clr)
                ? X.Condition(isNull, X.Default(clr), value)
                : X.Block(X.IfThen(isNull, Call(nameof(CellReads.ThrowNull), X.Constant(what))), value);
        }

        return X.Block(clr, [position], X.Assign(position, source.Position), value);
    }

    /// <summary>A function that reads a value of given cells at a row.</summary>
    public static Delegate Reader(Type clr, DataType type, string what)
    {
        var cells = X.Parameter(typeof(Cells), "cells");
        var row = X.Parameter(typeof(int), "row");
        return X.Lambda(typeof(Func<,,>).MakeGenericType(typeof(Cells), typeof(int), clr), Read(clr, type, CellSource.Of(cells, row), mayBeNull: true, what), cells, row).Compile();
    }

    /// <summary>True where a result is stored in a fixed number of bits, so that loops write it in place.</summary>
    public static bool IsStored(Type clr)
    {
        clr = Nullable.GetUnderlyingType(clr) ?? clr;
        return clr == typeof(bool) || Stored.ContainsKey(clr) || Times.ContainsKey(clr) || clr == typeof(decimal) || clr == typeof(ulong);
    }

    /// <summary>Stores a value that is not null in the values of a flat vector.</summary>
    public static X Store(DataType type, X values, X lane, X value)
    {
        var stored = AsStored(type, value);
        return stored.Type == typeof(bool)
            ? X.Call(typeof(CellWrites), nameof(CellWrites.Boolean), null, values, lane, stored)
            : X.Call(typeof(CellWrites), nameof(CellWrites.Fixed), [stored.Type], values, lane, stored);
    }

    /// <summary>Appends a value to a builder of its type.</summary>
    public static X Append(Type clr, DataType type, X builder, X value, string what)
    {
        var held = X.Variable(clr, "value");
        var underlying = Nullable.GetUnderlyingType(clr);
        var append = AppendValue(underlying ?? clr, type, builder, underlying is null ? held : X.Property(held, "Value"), what);
        var body = underlying is not null ? X.IfThenElse(X.Property(held, "HasValue"), append, X.Call(builder, nameof(VectorBuilder.AppendNull), null))
            : clr.IsValueType ? append
            : X.IfThenElse(X.ReferenceEqual(held, X.Constant(null, clr)), X.Call(builder, nameof(VectorBuilder.AppendNull), null), append);
        return X.Block(typeof(void), [held], X.Assign(held, value), body);
    }

    /// <summary>A function that appends a value to a builder of its type.</summary>
    public static Delegate Appender(Type clr, DataType type, string what)
    {
        var builder = X.Parameter(typeof(VectorBuilder), "builder");
        var value = X.Parameter(clr, "value");
        return X.Lambda(typeof(Action<,>).MakeGenericType(typeof(VectorBuilder), clr), Append(clr, type, builder, value, what), builder, value).Compile();
    }

    private static X Value(Type clr, DataType type, CellSource source)
    {
        if (clr == typeof(bool))
            return Call(nameof(CellReads.Boolean), source.Values, source.Position);
        if (Stored.TryGetValue(clr, out var stored))
        {
            var read = X.Call(typeof(CellReads), nameof(CellReads.Fixed), [stored], source.Values, source.Position);
            return stored == clr ? read : X.ConvertChecked(read, clr);
        }

        if (clr == Instants.Instant && type is TimestampNtzType)
            return X.Call(Instant(nameof(Instants.Local)), source.Values, source.Position);
        if (Times.TryGetValue(clr, out var time))
            return X.Call(time.Read, source.Values, source.Position);
        if (clr == typeof(decimal) || clr == typeof(ulong))
            return Call(clr == typeof(decimal) ? nameof(CellReads.Decimal) : nameof(CellReads.UInt64), source.Cells, source.Position);
        if (clr.IsEnum)
            return X.Call(typeof(CellReads), nameof(CellReads.Enumeration), [clr], source.Values, source.Position);
        if (clr == typeof(string) || clr == typeof(byte[]) || clr == typeof(char) || clr == typeof(Guid))
        {
            var name = clr == typeof(string) ? nameof(CellReads.Text) : clr == typeof(byte[]) ? nameof(CellReads.Bytes) : clr == typeof(char) ? nameof(CellReads.Character) : nameof(CellReads.Identifier);
            return Call(name, source.Values, source.Position);
        }

        return type switch
        {
            MapType map => Dictionary(clr, map, source),
            ArrayType array => Collection(clr, array, source),
            StructType fields => Object(clr, fields, source),
            _ => throw new UnreachableException($"{clr} is read from {type}"),
        };
    }

    private static X Dictionary(Type clr, MapType map, CellSource source)
    {
        var pair = SqlTypes.Pair(clr)!;
        return X.Call(typeof(CellReads), nameof(CellReads.Dictionary), pair, source.Cells, source.Position,
            X.Constant(Reader(pair[0], map.Key, "a map's key")), X.Constant(Reader(pair[1], map.Value, "a map's value")));
    }

    private static X Collection(Type clr, ArrayType array, CellSource source)
    {
        var element = SqlTypes.Element(clr)!;
        var name = clr.IsAssignableFrom(element.MakeArrayType()) ? nameof(CellReads.Array)
            : clr.IsAssignableFrom(typeof(List<>).MakeGenericType(element)) ? nameof(CellReads.List)
            : clr.IsAssignableFrom(typeof(HashSet<>).MakeGenericType(element)) ? nameof(CellReads.Set)
            : throw UserCodeErrors.NoSqlType(clr, "read from an array");
        return X.Call(typeof(CellReads), name, [element], source.Cells, source.Position, X.Constant(Reader(element, array.Element, "an element")));
    }

    private static X Object(Type clr, StructType fields, CellSource source)
    {
        var shape = ObjectShape.Of(clr);
        var children = X.Property(source.Cells, nameof(Cells.Children));
        var locals = new List<ParameterExpression>();
        var steps = new List<X>();
        for (var i = 0; i < shape.Members.Count; i++)
        {
            var member = shape.Members[i];
            var child = X.Variable(typeof(Cells), "field");
            var local = X.Variable(member.Type, member.Name);
            locals.Add(local);
            steps.Add(X.Block([child], X.Assign(child, X.ArrayIndex(children, X.Constant(i))),
                X.Assign(local, Read(member.Type, fields.Fields[i].Type, CellSource.Of(child, source.Position), mayBeNull: true, $"{clr.Name}.{member.Name}"))));
        }

        steps.Add(Make(clr, shape, locals));
        return X.Block(clr, locals, steps);
    }

    /// <summary>An object of given members.</summary>
    public static X Make(Type clr, ObjectShape shape, IReadOnlyList<X> members)
    {
        if (shape.IsPositional)
            return X.New(shape.Constructor!, members);
        var made = shape.Constructor is null ? X.New(clr) : X.New(shape.Constructor);
        return X.MemberInit(made, shape.Members.Select((m, i) => X.Bind(m.Member, members[i])));
    }

    private static X AsStored(DataType type, X value)
    {
        if (value.Type == typeof(bool))
            return value;
        if (Stored.TryGetValue(value.Type, out var stored))
            return stored == value.Type ? value : X.Convert(value, stored);
        if (Times.TryGetValue(value.Type, out var time))
            return X.Call(time.Write, value);
        var scale = ((DecimalType)type).Scale;
        var scaled = value.Type == typeof(ulong) ? X.Convert(value, typeof(Int128)) : (X)X.Call(typeof(DecimalValues), nameof(DecimalValues.Scaled), null, value, X.Constant(scale));
        return type.Physical == PhysicalType.Int64 ? X.ConvertChecked(scaled, typeof(long)) : scaled;
    }

    private static X AppendValue(Type clr, DataType type, X builder, X value, string what)
    {
        if (clr == typeof(bool))
            return X.Call(X.Convert(builder, typeof(BooleanBuilder)), nameof(BooleanBuilder.Append), null, value);
        if (IsStored(clr))
        {
            var stored = AsStored(type, value);
            return X.Call(X.Convert(builder, typeof(FixedBuilder<>).MakeGenericType(stored.Type)), "Append", null, stored);
        }

        if (clr == typeof(byte[]))
            return X.Call(typeof(CellWrites), nameof(CellWrites.Bytes), null, X.Convert(builder, typeof(BytesBuilder)), value);
        if (clr == typeof(string) || clr == typeof(char) || clr == typeof(Guid) || clr.IsEnum)
            return X.Call(typeof(CellWrites), nameof(CellWrites.Text), null, X.Convert(builder, typeof(BytesBuilder)), clr == typeof(string) ? value : X.Call(value, nameof(ToString), null));
        switch (type)
        {
            case MapType map:
                var pair = SqlTypes.Pair(clr)!;
                return X.Call(typeof(CellWrites), nameof(CellWrites.Dictionary), pair, X.Convert(builder, typeof(ListBuilder)), value,
                    X.Constant(Appender(pair[0], map.Key, "a map's key")), X.Constant(Appender(pair[1], map.Value, "a map's value")));
            case ArrayType array:
                var element = SqlTypes.Element(clr)!;
                return X.Call(typeof(CellWrites), nameof(CellWrites.List), [element], X.Convert(builder, typeof(ListBuilder)), value, X.Constant(Appender(element, array.Element, "an element")));
            case StructType fields:
                var local = X.Variable(typeof(StructBuilder), "struct");
                var builders = X.Property(local, nameof(StructBuilder.Fields));
                var steps = new List<X> { X.Assign(local, X.Convert(builder, typeof(StructBuilder))) };
                steps.AddRange(AppendMembers(clr, fields, value, i => X.Property(builders, "Item", X.Constant(i))));
                steps.Add(X.Call(local, nameof(StructBuilder.Close), null));
                return X.Block([local], steps);
            default:
                throw new UnreachableException($"{clr} is written to {type}");
        }
    }

    /// <summary>Appends an object's members to a builder each.</summary>
    public static IEnumerable<X> AppendMembers(Type clr, StructType fields, X value, Func<int, X> builder)
    {
        var members = ObjectShape.Of(clr).Members;
        for (var i = 0; i < members.Count; i++)
            yield return Append(members[i].Type, fields.Fields[i].Type, builder(i), X.MakeMemberAccess(value, members[i].Member), $"{clr.Name}.{members[i].Name}");
    }

    private static MethodCallExpression Call(string name, params X[] arguments) => X.Call(typeof(CellReads), name, null, arguments);

    private static MethodInfo Instant(string name) => typeof(Instants).GetMethod(name)!;
}
