using System.Diagnostics;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>Fixed-width values: copied where Arrow's form is the engine's, else converted lane by lane.</summary>
internal sealed unsafe partial class VectorDecoder
{
    private FlatVector DecodeNumbers(ArrowField field, int lanes, NativeBuffer? validity)
    {
        ArrowType type = field.Arrow;
        return type.Id switch
        {
            ArrowTypeId.Int => (type.Width, type.Signed) switch
            {
                (8, false) => Convert<byte, short, Widen<byte, short>>(field, lanes, validity),
                (16, false) => Convert<ushort, int, Widen<ushort, int>>(field, lanes, validity),
                (32, false) => Convert<uint, long, Widen<uint, long>>(field, lanes, validity),
                (64, false) => Convert<ulong, Int128, Widen<ulong, Int128>>(field, lanes, validity),
                _ => Copy(field, lanes, validity),
            },
            ArrowTypeId.FloatingPoint => type.Width == 0
                ? Convert<Half, float, Widen<Half, float>>(field, lanes, validity)
                : Copy(field, lanes, validity),
            ArrowTypeId.Decimal => DecodeDecimals(field, lanes, validity),
            ArrowTypeId.Date => type.Unit == (short)ArrowDateUnit.Day
                ? Copy(field, lanes, validity)
                : Convert<long, int, MillisecondsToDays>(field, lanes, validity),
            ArrowTypeId.Time => (ArrowUnit)type.Unit switch
            {
                ArrowUnit.Second => Convert<int, long, Multiply<int, Billion>>(field, lanes, validity),
                ArrowUnit.Millisecond => Convert<int, long, Multiply<int, Million>>(field, lanes, validity),
                ArrowUnit.Microsecond => Convert<long, long, Multiply<long, Thousand>>(field, lanes, validity),
                _ => Copy(field, lanes, validity),
            },
            ArrowTypeId.Timestamp or ArrowTypeId.Duration => (ArrowUnit)type.Unit switch
            {
                ArrowUnit.Second => Convert<long, long, Multiply<long, Million>>(field, lanes, validity),
                ArrowUnit.Millisecond => Convert<long, long, Multiply<long, Thousand>>(field, lanes, validity),
                ArrowUnit.Microsecond => Copy(field, lanes, validity),
                _ => Convert<long, long, DivideFloor<Thousand>>(field, lanes, validity),
            },
            ArrowTypeId.Interval => (ArrowIntervalUnit)type.Unit switch
            {
                ArrowIntervalUnit.YearMonth => Copy(field, lanes, validity),
                ArrowIntervalUnit.DayTime => Convert<DayTimeValue, CalendarInterval, DayTimeToInterval>(field, lanes, validity),
                _ => Convert<MonthDayNanoValue, CalendarInterval, MonthDayNanoToInterval>(field, lanes, validity),
            },
            _ => throw new UnreachableException(type.Id.ToString()),
        };
    }

    /// <summary>Up to 64 bits as they are; wider ones as their precision asks.</summary>
    private FlatVector DecodeDecimals(ArrowField field, int lanes, NativeBuffer? validity)
    {
        bool narrow = field.Type.Physical == PhysicalType.Int64;
        return field.Arrow.Width switch
        {
            32 => Convert<int, long, Widen<int, long>>(field, lanes, validity, PhysicalType.Int64),
            64 => Copy(field, lanes, validity, PhysicalType.Int64),
            128 => narrow
                ? Convert<Int128, long, NarrowDecimal>(field, lanes, validity)
                : Copy(field, lanes, validity),
            _ => narrow
                ? Convert<Wide256, long, NarrowDecimal256<long>>(field, lanes, validity)
                : Convert<Wide256, Int128, NarrowDecimal256<Int128>>(field, lanes, validity),
        };
    }

    private FlatVector Copy(ArrowField field, int lanes, NativeBuffer? validity, PhysicalType? physical = null)
    {
        long bytes = (long)lanes * (physical ?? field.Type.Physical).Width();
        return Flat(field.Type, lanes, body.Own(body.Take(bytes), bytes, bytes), validity, null, physical);
    }

    private FlatVector Convert<TFrom, TTo, TConversion>(ArrowField field, int lanes, NativeBuffer? validity, PhysicalType? physical = null)
        where TFrom : unmanaged
        where TTo : unmanaged
        where TConversion : struct, IConversion<TFrom, TTo>
    {
        BodyBuffer source = body.Take((long)lanes * sizeof(TFrom));
        NativeBuffer values = pending.Hold(budget.Allocate((long)lanes * sizeof(TTo)));
        var from = (TFrom*)source.Pointer;
        var to = (TTo*)values.Pointer;
        for (int lane = 0; lane < lanes; lane++)
        {
            if (!TConversion.TryConvert(from[lane], out to[lane]))
            {
                // What lies under a null is nobody's value.
                if (IsValid(validity, lane))
                    ArrowFormatException.Throw($"lane {lane} of column '{field.Name}' holds a value that does not fit {field.Type.Name}");
                to[lane] = default;
            }
        }

        body.Drop(source);
        return Flat(field.Type, lanes, values, validity, null, physical);
    }
}
