using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Storage.Parquet.Encodings;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>How a leaf's stored values become those of the type it is read as.</summary>
/// <param name="Raw">How decoded values lie.</param>
/// <param name="Conversion">Null where decoded values are the type's own.</param>
/// <param name="Target">How converted values lie.</param>
internal sealed record LeafReading(RawForm Raw, ValueConversion? Conversion, PhysicalType Target)
{
    /// <exception cref="SpindleException">The stored type cannot be read as the wanted one.</exception>
    public static LeafReading For(LeafNode leaf)
    {
        var raw = RawOf(leaf.Source.Element.Type!.Value);
        var wanted = leaf.Type is UserDefinedType user ? user.Storage : leaf.Type;
        if (wanted is NullType)
            return new LeafReading(raw, null, PhysicalType.Null);
        var stored = LeafTypes.Of(leaf.Source);
        if (!TryConversion(leaf.Source, stored, wanted, out var conversion))
            throw ColumnTree.Mismatch(leaf.Source, wanted, stored.Name);
        return new LeafReading(raw, conversion, wanted.Physical);
    }

    private static RawForm RawOf(PhysicalKind kind) => kind switch
    {
        PhysicalKind.Boolean => RawForm.Bits,
        PhysicalKind.Int32 or PhysicalKind.Float => RawForm.Four,
        PhysicalKind.Int64 or PhysicalKind.Double => RawForm.Eight,
        PhysicalKind.Int96 => RawForm.Twelve,
        _ => RawForm.Views,
    };

    private static bool TryConversion(SchemaNode source, DataType stored, DataType wanted, out ValueConversion? conversion)
    {
        conversion = Stored(source, stored);
        if (stored == wanted)
            return true;
        switch (stored, wanted)
        {
            case (DecimalType from, DecimalType to):
                if (to.Scale < from.Scale || to.Precision - to.Scale < from.Precision - from.Scale)
                    return false;
                conversion = from.Scale == to.Scale && from.Physical == to.Physical && from.Precision <= to.Precision ? conversion
                    : new RescaleDecimal(conversion, RawOf(source.Element.Type!.Value).Width(), from, to);
                return true;
            case (IntegerType, YearMonthIntervalType) or (LongType, DayTimeIntervalType) or (StringType or BinaryType, StringType or CharType or VarcharType or BinaryType or VariantType)
                or (TimeType, TimeType) or (TimestampType, TimestampNtzType) or (TimestampNtzType, TimestampType):
                return true;
        }

        if (conversion is not null and not (Conversion<int, sbyte, Resize<int, sbyte>> or Conversion<int, short, Resize<int, short>>))
            return false;
        conversion = (stored, wanted) switch
        {
            (ByteType, ShortType) => new Conversion<int, short, Resize<int, short>>(),
            (ByteType or ShortType, IntegerType) => null,
            (ByteType or ShortType or IntegerType, LongType) => new Conversion<int, long, Resize<int, long>>(),
            (ByteType or ShortType or IntegerType, DoubleType) => new Conversion<int, double, Resize<int, double>>(),
            (ByteType or ShortType or IntegerType, DecimalType { Scale: 0, Precision: >= 10 and <= DecimalType.MaxLongPrecision }) => new Conversion<int, long, Resize<int, long>>(),
            (LongType, DecimalType { Scale: 0, Precision: >= 20 }) => new Conversion<long, Int128, Resize<long, Int128>>(),
            (FloatType, DoubleType) => new Conversion<float, double, FloatToDouble>(false),
            (DateType, TimestampNtzType) => new Conversion<int, long, DaysToMicros>(),

            // What another writer narrowed is read as it was written: a table of tinyint over files of int.
            (IntegerType, ByteType) => new Conversion<int, sbyte, Resize<int, sbyte>>(false),
            (IntegerType, ShortType) => new Conversion<int, short, Resize<int, short>>(false),
            _ => Unfit,
        };
        return conversion != Unfit;
    }

    private static readonly ValueConversion Unfit = new Conversion<int, int, Resize<int, int>>();

    private static ValueConversion? Stored(SchemaNode source, DataType stored)
    {
        var element = source.Element;
        return (element.Type, stored) switch
        {
            (PhysicalKind.Int32, ByteType) => new Conversion<int, sbyte, Resize<int, sbyte>>(),
            (PhysicalKind.Int32, ShortType) when LeafTypes.IntegerOf(element).Signed => new Conversion<int, short, Resize<int, short>>(),
            (PhysicalKind.Int32, ShortType) => new Conversion<int, short, ByteToShort>(),
            (PhysicalKind.Int32, IntegerType) when LeafTypes.IntegerOf(element) is (16, false) => new Conversion<int, int, UShortToInt>(),
            (PhysicalKind.Int32, LongType) => new Conversion<int, long, UIntToLong>(),
            (PhysicalKind.Int32, DecimalType { Precision: <= DecimalType.MaxLongPrecision }) => new Conversion<int, long, Resize<int, long>>(),
            (PhysicalKind.Int32, DecimalType) => new Conversion<int, Int128, Resize<int, Int128>>(),
            (PhysicalKind.Int32, TimeType) => new Conversion<int, long, MillisToNanos>(),
            (PhysicalKind.Int64, DecimalType { Precision: 20, Scale: 0 }) when LeafTypes.IntegerOf(element) is (64, false) => new Conversion<long, Int128, ULongToDecimal>(),
            (PhysicalKind.Int64, DecimalType { Precision: > DecimalType.MaxLongPrecision }) => new Conversion<long, Int128, Resize<long, Int128>>(),
            (PhysicalKind.Int64, TimestampType or TimestampNtzType) => LeafTypes.UnitOf(element) switch
            {
                TimeUnitKind.Millis => new Conversion<long, long, TimesThousand>(),
                TimeUnitKind.Nanos => new Conversion<long, long, FloorByThousand>(false),
                _ => null,
            },
            (PhysicalKind.Int64, TimeType) when LeafTypes.UnitOf(element) != TimeUnitKind.Nanos => new Conversion<long, long, TimesThousand>(),
            (PhysicalKind.Int96, _) => new Conversion<Int96, long, JulianToMicros>(false),
            (PhysicalKind.ByteArray or PhysicalKind.FixedLenByteArray, DecimalType dec) => new BytesToDecimal(dec.Precision > DecimalType.MaxLongPrecision),
            (PhysicalKind.FixedLenByteArray, CalendarIntervalType) => new BytesToInterval(),
            (PhysicalKind.FixedLenByteArray, StringType) => new UuidToText(),
            (PhysicalKind.FixedLenByteArray, FloatType) => new HalfToFloat(),
            _ => null,
        };
    }
}
