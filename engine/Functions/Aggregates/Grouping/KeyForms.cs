using System.Runtime.CompilerServices;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

// One struct a physical form; whole numbers of every width hash by value, so that a decimal hashes alike in 64 and in 128 bits.

internal readonly unsafe struct Int8Key : IKeyForm<sbyte>
{
    public static sbyte Normal(sbyte value) => value;
    public static ulong Hash(sbyte* value) => (ulong)(long)*value;
    public static bool Same(sbyte* left, sbyte* right) => *left == *right;
}

internal readonly unsafe struct Int16Key : IKeyForm<short>
{
    public static short Normal(short value) => value;
    public static ulong Hash(short* value) => (ulong)(long)*value;
    public static bool Same(short* left, short* right) => *left == *right;
}

internal readonly unsafe struct Int32Key : IKeyForm<int>
{
    public static int Normal(int value) => value;
    public static ulong Hash(int* value) => (ulong)(long)*value;
    public static bool Same(int* left, int* right) => *left == *right;
}

internal readonly unsafe struct Int64Key : IKeyForm<long>
{
    public static long Normal(long value) => value;
    public static ulong Hash(long* value) => (ulong)*value;
    public static bool Same(long* left, long* right) => *left == *right;
}

internal readonly unsafe struct Int128Key : IKeyForm<Int128>
{
    public static Int128 Normal(Int128 value) => value;

    public static ulong Hash(Int128* value)
    {
        var limbs = (ulong*)value;
        return limbs[1] == (ulong)((long)limbs[0] >> 63) ? limbs[0] : KeyHash.Fold(limbs[0], limbs[1]);
    }

    public static bool Same(Int128* left, Int128* right) => *left == *right;
}

internal readonly unsafe struct IntervalKey : IKeyForm<CalendarInterval>
{
    public static CalendarInterval Normal(CalendarInterval value) => value;
    public static ulong Hash(CalendarInterval* value) => KeyHash.Fold(((ulong*)value)[0], ((ulong*)value)[1]);
    public static bool Same(CalendarInterval* left, CalendarInterval* right) => *left == *right;
}

internal readonly unsafe struct Float32Key : IKeyForm<float>
{
    public static float Normal(float value) => float.IsNaN(value) ? float.NaN : value + 0f;

    public static ulong Hash(float* value)
    {
        var normal = Normal(*value);
        return Unsafe.As<float, uint>(ref normal);
    }

    public static bool Same(float* left, float* right) => *left == *right || (float.IsNaN(*left) && float.IsNaN(*right));
}

internal readonly unsafe struct Float64Key : IKeyForm<double>
{
    public static double Normal(double value) => double.IsNaN(value) ? double.NaN : value + 0.0;

    public static ulong Hash(double* value)
    {
        var normal = Normal(*value);
        return Unsafe.As<double, ulong>(ref normal);
    }

    public static bool Same(double* left, double* right) => *left == *right || (double.IsNaN(*left) && double.IsNaN(*right));
}

internal readonly unsafe struct BytesKey : IKeyForm<BytesView>
{
    public static BytesView Normal(BytesView value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(BytesView* value) =>
        value->IsInline ? KeyHash.Fold(value->Head, value->Tail) : KeyHash.Bytes(value->Pointer, value->Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same(BytesView* left, BytesView* right) => BytesView.Equal(left, right);
}
