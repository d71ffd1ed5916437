using System.Collections;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;
using Spindle.UserCode.Types;

namespace Spindle.Sql.Objects;

/// <summary>.NET values as literals.</summary>
internal static class ClrLiteral
{
    public static Expression Of(object? value)
    {
        if (value is null)
            return Literal.Null(DataType.Null);
        if (SqlTypes.Find(value.GetType()) is { } type && type is not (ArrayType or MapType or StructType))
        {
            // A decimal literal has the shape of its value, as in SQL.
            if (value is decimal number)
                type = DecimalShape(number);
            return new Literal(ClrValues.FromClr(value, type), type);
        }

        return value switch
        {
            IDictionary map => new UnresolvedFunction(["map"], Entries(map).ToValueList()),
            IEnumerable items => new UnresolvedFunction(["array"], items.Cast<object?>().Select(Of).ToValueList()),
            _ => throw new SpindleException(SessionErrors.UnsupportedType, $"a {value.GetType().Name} is no constant; use a number, a string, a date, a time, an array or a map"),
        };
    }

    private static IEnumerable<Expression> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return Of(entry.Key);
            yield return Of(entry.Value);
        }
    }

    private static DecimalType DecimalShape(decimal value)
    {
        var digits = Int128.Abs(ClrValues.Unscaled(value)).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        return new DecimalType(Math.Max(digits, value.Scale), value.Scale);
    }
}
