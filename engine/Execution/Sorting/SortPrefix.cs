using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Sorting;

/// <summary>
/// The first eight bytes of a sort key as an unsigned word that orders as the key does: smaller words come first. Equal words may still be different keys where the form is not exact.
/// </summary>
internal static unsafe class SortPrefix
{
    /// <summary>Writes a word for each row in [first, end); true when equal words mean equal keys.</summary>
    public static bool Encode(in ColumnView column, int first, int end, bool descending, bool nullsFirst, ulong* words)
    {
        var exact = column.Physical switch
        {
            PhysicalType.Boolean => Booleans(column, first, end, words),
            PhysicalType.Int8 => Values<sbyte, Whole8>(column, first, end, words),
            PhysicalType.Int16 => Values<short, Whole16>(column, first, end, words),
            PhysicalType.Int32 => Values<int, Whole32>(column, first, end, words),
            PhysicalType.Int64 => Values<long, Whole64>(column, first, end, words),
            PhysicalType.Int128 => Values<Int128, Whole128>(column, first, end, words),
            PhysicalType.Float32 => Values<float, Real32>(column, first, end, words),
            PhysicalType.Float64 => Values<double, Real64>(column, first, end, words),
            PhysicalType.Bytes => Values<BytesView, Text>(column, first, end, words),
            _ => None(first, end, words),
        };
        if (descending)
            for (var i = first; i < end; i++)
                words[i] = ~words[i];
        if (column.Validity == null)
            return exact;
        for (var i = first; i < end; i++)
            if (column.IsNull(i))
                words[i] = nullsFirst ? 0 : ulong.MaxValue;
        return false;
    }

    private static bool Values<T, TWord>(in ColumnView column, int first, int end, ulong* words)
        where T : unmanaged
        where TWord : struct, IWord<T>
    {
        var values = (T*)column.Values;
        if (column.Map == null)
            for (var i = first; i < end; i++)
                words[i] = TWord.Of(values + i);
        else
            for (var i = first; i < end; i++)
                words[i] = TWord.Of(values + column.Map[i]);
        return TWord.IsExact;
    }

    private static bool Booleans(in ColumnView column, int first, int end, ulong* words)
    {
        for (var i = first; i < end; i++)
            words[i] = Bits.Get(column.Values, column.Position(i)) ? 1UL : 0UL;
        return true;
    }

    private static bool None(int first, int end, ulong* words)
    {
        new Span<ulong>(words + first, end - first).Clear();
        return false;
    }

    private interface IWord<T> where T : unmanaged
    {
        static abstract bool IsExact { get; }

        static abstract ulong Of(T* value);
    }

    private readonly struct Whole8 : IWord<sbyte>
    {
        public static bool IsExact => true;

        public static ulong Of(sbyte* value) => Whole(*value);
    }

    private readonly struct Whole16 : IWord<short>
    {
        public static bool IsExact => true;

        public static ulong Of(short* value) => Whole(*value);
    }

    private readonly struct Whole32 : IWord<int>
    {
        public static bool IsExact => true;

        public static ulong Of(int* value) => Whole(*value);
    }

    private readonly struct Whole64 : IWord<long>
    {
        public static bool IsExact => true;

        public static ulong Of(long* value) => Whole(*value);
    }

    /// <summary>Wide values saturate, so that one that also fits 64 bits has the same word in either form.</summary>
    private readonly struct Whole128 : IWord<Int128>
    {
        public static bool IsExact => false;

        public static ulong Of(Int128* value)
        {
            var limbs = (long*)value;
            return Whole(limbs[1] == limbs[0] >> 63 ? limbs[0] : limbs[1] < 0 ? long.MinValue : long.MaxValue);
        }
    }

    private readonly struct Real32 : IWord<float>
    {
        public static bool IsExact => true;

        public static ulong Of(float* value) => Real(*value);
    }

    private readonly struct Real64 : IWord<double>
    {
        public static bool IsExact => true;

        public static ulong Of(double* value) => Real(*value);
    }

    private readonly struct Text : IWord<BytesView>
    {
        public static bool IsExact => false;

        public static ulong Of(BytesView* value)
        {
            // Inline bytes are padded with zeros, and a long value has at least eight.
            var word = value->IsInline ? Unsafe.ReadUnaligned<ulong>((byte*)value + 4) : Unsafe.ReadUnaligned<ulong>(value->Pointer);
            return BinaryPrimitives.ReverseEndianness(word);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Whole(long value) => (ulong)value ^ 0x8000000000000000UL;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Real(double value)
    {
        if (double.IsNaN(value))
            return ulong.MaxValue;
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }
}
