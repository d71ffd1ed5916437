using System.Globalization;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Sql.Routines;

/// <summary>A value as SQL writes it: <c>'a'</c>, <c>5L</c>, <c>1.5D</c>, <c>CAST(NULL AS INT)</c>.</summary>
internal static class SqlValue
{
    public static string Of(Literal literal) => literal.Value is null
        ? literal.Type is NullType ? "NULL" : $"CAST(NULL AS {literal.Type.Sql})"
        : literal.Type switch
        {
            StringType => $"'{literal.Sql.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
            ByteType => literal.Sql + "Y",
            ShortType => literal.Sql + "S",
            LongType => literal.Sql + "L",
            FloatType => $"CAST({literal.Sql} AS FLOAT)",
            DoubleType => literal.Sql + "D",
            DecimalType => literal.Sql + "BD",
            ArrayType array => $"ARRAY({string.Join(", ", ((ValueList<object?>)literal.Value).Select(v => Of(new Literal(v, array.Element))))})",
            MapType map => $"MAP({string.Join(", ", ((ValueList<KeyValuePair<object, object?>>)literal.Value).Select(e => $"{Of(new Literal(e.Key, map.Key))}, {Of(new Literal(e.Value, map.Value))}"))})",
            StructType row => $"NAMED_STRUCT({string.Join(", ", ((ValueList<object?>)literal.Value).Select((v, i) => $"'{row.Fields[i].Name}', {Of(new Literal(v, row.Fields[i].Type))}"))})",
            _ => literal.Sql,
        };
}
