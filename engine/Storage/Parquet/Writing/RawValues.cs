using System.Diagnostics;
using System.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Copies chosen lanes of a flat vector, none of them null, in the form in which a leaf gathers them.</summary>
internal static unsafe class RawValues
{
    /// <summary>Bytes of a gathered value.</summary>
    public static int Width(PhysicalKind kind) => kind switch
    {
        PhysicalKind.Boolean => 1,
        PhysicalKind.Int32 or PhysicalKind.Float => 4,
        PhysicalKind.Int64 or PhysicalKind.Double => 8,
        _ => 16,
    };

    public static void Copy(FlatVector source, PhysicalKind kind, int* lanes, int count, byte* target)
    {
        switch (source.Physical, kind)
        {
            case (PhysicalType.Boolean, _):
                for (var i = 0; i < count; i++)
                    target[i] = Bits.Get(source.Values, lanes[i]) ? (byte)1 : (byte)0;
                break;
            case (PhysicalType.Int8, _):
                Copy<sbyte, int>(source, lanes, count, target);
                break;
            case (PhysicalType.Int16, _):
                Copy<short, int>(source, lanes, count, target);
                break;
            case (PhysicalType.Int32 or PhysicalType.Float32, _):
                Copy<int, int>(source, lanes, count, target);
                break;
            case (PhysicalType.Int64, PhysicalKind.Int32):
                Copy<long, int>(source, lanes, count, target);
                break;
            case (PhysicalType.Int64, PhysicalKind.Int64) when source.Type is TimeType:
                for (var i = 0; i < count; i++)
                    ((long*)target)[i] = ((long*)source.Values)[lanes[i]] / 1000;
                break;
            case (PhysicalType.Int64 or PhysicalType.Float64, PhysicalKind.Int64 or PhysicalKind.Double):
                Copy<long, long>(source, lanes, count, target);
                break;
            case (PhysicalType.Int64, PhysicalKind.FixedLenByteArray):
                Copy<long, Int128>(source, lanes, count, target);
                break;
            case (PhysicalType.Int128, PhysicalKind.FixedLenByteArray):
                Copy<Int128, Int128>(source, lanes, count, target);
                break;
            case (PhysicalType.Bytes, _):
                for (var i = 0; i < count; i++)
                    ((BytesView*)target)[i] = ((BytesView*)source.Values)[lanes[i]];
                break;
            default:
                throw new UnreachableException($"{source.Physical} as {kind}");
        }
    }

    private static void Copy<TFrom, TTo>(FlatVector source, int* lanes, int count, byte* target)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged, IBinaryInteger<TTo>
    {
        var from = (TFrom*)source.Values;
        var to = (TTo*)target;
        for (var i = 0; i < count; i++)
            to[i] = TTo.CreateTruncating(from[lanes[i]]);
    }
}
