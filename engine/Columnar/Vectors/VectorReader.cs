using System.Diagnostics;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// One lane at a time as a boxed value: for printing, tests and rows handed to a user, never inside a kernel. A value is, by physical form: bool, sbyte, short, int, long, float,
/// double, <see cref="Int128"/> (every decimal, unscaled), <see cref="ByteString"/> (strings and binary), <see cref="CalendarInterval"/>, <see cref="ValueList{T}"/> of values (arrays
/// and structs) or of <see cref="KeyValuePair{TKey,TValue}"/> (maps), and null. Literals in plans hold the same.
/// </summary>
public static unsafe class VectorReader
{
    public static object? Read(this Vector vector, int lane) => vector switch
    {
        ConstantVector constant => constant.Value.Read(0),
        DictionaryVector dictionary => dictionary.Dictionary.Read(dictionary.Indices[lane]),
        RunVector run => run.Values.Read(run.RunOf(lane)),
        _ when vector.IsNull(lane) => null,
        FlatVector flat => Flat(flat, lane),
        ListVector list when list.Type is MapType => Map(list, lane),
        ListVector list => Array(list, lane),
        StructVector structs => Struct(structs, lane),
        _ => throw new UnreachableException(vector.GetType().Name),
    };

    private static object Flat(FlatVector flat, int lane) => flat.Physical switch
    {
        PhysicalType.Boolean => Bits.Get(flat.Values, lane),
        PhysicalType.Int8 => ((sbyte*)flat.Values)[lane],
        PhysicalType.Int16 => ((short*)flat.Values)[lane],
        PhysicalType.Int32 => ((int*)flat.Values)[lane],
        PhysicalType.Int64 when flat.Type is DecimalType => (Int128)((long*)flat.Values)[lane],
        PhysicalType.Int64 => ((long*)flat.Values)[lane],
        PhysicalType.Int128 => ((Int128*)flat.Values)[lane],
        PhysicalType.Float32 => ((float*)flat.Values)[lane],
        PhysicalType.Float64 => ((double*)flat.Values)[lane],
        PhysicalType.Bytes => ByteString.Of(BytesView.Span((BytesView*)flat.Values + lane)),
        PhysicalType.Interval => ((CalendarInterval*)flat.Values)[lane],
        _ => throw new UnreachableException(flat.Physical.ToString()),
    };

    private static ValueList<object?> Array(ListVector list, int lane)
    {
        var items = new object?[list.Sizes[lane]];
        for (var i = 0; i < items.Length; i++)
            items[i] = list.Elements.Read(list.Offsets[lane] + i);
        return ValueList.Create<object?>(items);
    }

    private static ValueList<KeyValuePair<object, object?>> Map(ListVector list, int lane)
    {
        var items = new KeyValuePair<object, object?>[list.Sizes[lane]];
        for (var i = 0; i < items.Length; i++)
        {
            var entry = (ValueList<object?>)list.Elements.Read(list.Offsets[lane] + i)!;
            items[i] = new KeyValuePair<object, object?>(entry[0]!, entry[1]);
        }

        return ValueList.Create<KeyValuePair<object, object?>>(items);
    }

    private static ValueList<object?> Struct(StructVector structs, int lane)
    {
        var items = new object?[structs.Children.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = structs.Children[i].Read(lane);
        return ValueList.Create<object?>(items);
    }
}
