using Spindle.Columnar.Errors;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>How values of a type are stored, and what the schema says of it.</summary>
internal static class LeafStorage
{
    /// <summary>A schema element for values of an atomic type.</summary>
    /// <exception cref="SpindleException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE</exception>
    public static SchemaElement Element(string name, DataType type, bool nullable)
    {
        var element = new SchemaElement { Name = name, Repetition = nullable ? Repetition.Optional : Repetition.Required };
        switch (type)
        {
            case BooleanType:
                return With(element, PhysicalKind.Boolean);
            case ByteType:
                return With(element, PhysicalKind.Int32, ConvertedKind.Int8, new LogicalAnnotation(LogicalKind.Integer) { BitWidth = 8, IsSigned = true });
            case ShortType:
                return With(element, PhysicalKind.Int32, ConvertedKind.Int16, new LogicalAnnotation(LogicalKind.Integer) { BitWidth = 16, IsSigned = true });
            case IntegerType or YearMonthIntervalType:
                return With(element, PhysicalKind.Int32);
            case LongType or DayTimeIntervalType:
                return With(element, PhysicalKind.Int64);
            case FloatType:
                return With(element, PhysicalKind.Float);
            case DoubleType:
                return With(element, PhysicalKind.Double);
            case StringType or CharType or VarcharType:
                return With(element, PhysicalKind.ByteArray, ConvertedKind.Utf8, new LogicalAnnotation(LogicalKind.String));
            case BinaryType:
                return With(element, PhysicalKind.ByteArray);
            case DateType:
                return With(element, PhysicalKind.Int32, ConvertedKind.Date, new LogicalAnnotation(LogicalKind.Date));
            case TimestampType:
                return With(element, PhysicalKind.Int64, ConvertedKind.TimestampMicros, Time(LogicalKind.Timestamp, true));
            case TimestampNtzType:
                return With(element, PhysicalKind.Int64, ConvertedKind.None, Time(LogicalKind.Timestamp, false));
            case TimeType:
                return With(element, PhysicalKind.Int64, ConvertedKind.None, Time(LogicalKind.Time, false));
            case DecimalType dec:
                element.Precision = dec.Precision;
                element.Scale = dec.Scale;
                var kind = dec.Precision <= 9 ? PhysicalKind.Int32 : dec.Precision <= DecimalType.MaxLongPrecision ? PhysicalKind.Int64 : PhysicalKind.FixedLenByteArray;
                element.TypeLength = kind == PhysicalKind.FixedLenByteArray ? BytesFor(dec.Precision) : 0;
                return With(element, kind, ConvertedKind.Decimal, new LogicalAnnotation(LogicalKind.Decimal) { Precision = dec.Precision, Scale = dec.Scale });
            case UserDefinedType user:
                return Element(name, user.Storage, nullable);
            default:
                throw Unsupported(name, type);
        }
    }

    public static SpindleException Unsupported(string column, DataType type) => new(
        StorageErrors.UnsupportedDataType, $"column {column} is {type.Sql}, which Parquet files cannot hold; cast it to another type",
        parameters: new Dictionary<string, string> { ["columnName"] = $"`{column}`", ["columnType"] = $"\"{type.Sql}\"", ["format"] = "Parquet" });

    /// <summary>The bytes that two's complement takes for that many decimal digits.</summary>
    private static int BytesFor(int precision)
    {
        var most = PowersOfTen.Int128(precision) - 1;
        var bytes = 1;
        while (bytes < 16 && most >> (8 * bytes - 1) != 0)
            bytes++;
        return bytes;
    }

    private static LogicalAnnotation Time(LogicalKind kind, bool isAdjusted) => new(kind) { IsAdjustedToUtc = isAdjusted, Unit = TimeUnitKind.Micros };

    private static SchemaElement With(SchemaElement element, PhysicalKind kind, ConvertedKind converted = ConvertedKind.None, LogicalAnnotation? logical = null)
    {
        element.Type = kind;
        element.Converted = converted;
        element.Logical = logical;
        return element;
    }
}
