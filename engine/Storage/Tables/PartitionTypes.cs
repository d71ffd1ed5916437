using System.Globalization;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Values;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tables;

/// <summary>Types of partition columns, inferred from their values as Spark does: int, bigint, decimal, double, date, timestamp, string; the widest that a value asks for.</summary>
/// <param name="zone">The session's zone, for timestamps.</param>
/// <param name="infers">False: all are strings.</param>
internal sealed class PartitionTypes(TimeZone zone, bool infers = true)
{
    public DataType Infer(IEnumerable<string?> values)
    {
        if (!infers)
            return DataType.String;
        DataType? all = null;
        foreach (var value in values.Distinct())
        {
            if (value is null)
                continue;
            var type = TypeOf(value);
            all = all is null ? type : Wider(all, type);
        }

        return all ?? DataType.String;
    }

    /// <exception cref="SpindleException">The value is not of a declared type.</exception>
    public object? Parse(string value, DataType type)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        switch (type)
        {
            case ByteType when sbyte.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var tiny):
                return tiny;
            case ShortType when short.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small):
                return small;
            case IntegerType when IntegerText.TryParse(bytes, out int number):
                return number;
            case LongType when IntegerText.TryParse(bytes, out long number):
                return number;
            case FloatType when float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return number;
            case DoubleType when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return number;
            case DecimalType { Scale: 0 } when Int128.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                return number;
            case DecimalType dec when DecimalText.TryParse(bytes, dec.Precision, dec.Scale, out var number) == DecimalParse.Ok:
                return number;
            case BooleanType when bool.TryParse(value, out var truth):
                return truth;
            case DateType when DateText.TryParse(bytes, out var days):
                return days;
            case TimestampType when TimestampText.TryParseInstant(bytes, zone, out var micros):
                return micros;
            case TimestampNtzType when TimestampText.TryParseLocal(bytes, out var micros):
                return micros;
            case StringType or CharType or VarcharType or BinaryType:
                return ByteString.Of(bytes);
            default:
                throw new SpindleException(ErrorClasses.CastInvalidInput, $"the partition value '{value}' cannot be read as {type.Sql}",
                    parameters: new Dictionary<string, string> { ["expression"] = $"'{value}'", ["sourceType"] = "\"STRING\"", ["targetType"] = $"\"{type.Sql}\"" });
        }
    }

    private DataType TypeOf(string value)
    {
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return DataType.Int;
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return DataType.Long;
        if (value.AsSpan().TrimStart("+-").Length is > 18 and <= DecimalType.MaxPrecision && Int128.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return new DecimalType(value.AsSpan().TrimStart("+-").Length, 0);
        if (value.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0 && value.AsSpan().IndexOfAnyExcept("0123456789+-.eE") < 0
            && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return DataType.Double;
        var bytes = Encoding.UTF8.GetBytes(value);
        if (value.Length == 10 && value[4] == '-' && value[7] == '-' && DateText.TryParse(bytes, out _))
            return DataType.Date;
        if (value.Length > 10 && value[4] == '-' && TimestampText.TryParseInstant(bytes, zone, out _))
            return DataType.Timestamp;
        return DataType.String;
    }

    private static DataType Wider(DataType a, DataType b) => (a, b) switch
    {
        _ when a == b => a,
        (IntegerType, LongType) or (LongType, IntegerType) => DataType.Long,
        (DecimalType x, DecimalType y) => new DecimalType(Math.Max(x.Precision, y.Precision), 0),
        (DecimalType x, IntegerType or LongType) => new DecimalType(Math.Max(x.Precision, 20), 0),
        (IntegerType or LongType, DecimalType y) => new DecimalType(Math.Max(y.Precision, 20), 0),
        (DoubleType, NumericType) or (NumericType, DoubleType) => DataType.Double,
        (DateType, TimestampType) or (TimestampType, DateType) => DataType.Timestamp,
        _ => DataType.String,
    };
}
