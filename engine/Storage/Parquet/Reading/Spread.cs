using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>Moves values that lie side by side to the lanes that are not null, in place.</summary>
internal static unsafe class Spread
{
    /// <summary>Spreads <paramref name="valid"/> values of that many bytes over <paramref name="slots"/> lanes; what null lanes hold is zero.</summary>
    public static void Values(byte* values, int width, byte* validity, int slots, int valid)
    {
        switch (width)
        {
            case 1:
                Values<byte>(values, validity, slots, valid);
                break;
            case 2:
                Values<short>(values, validity, slots, valid);
                break;
            case 4:
                Values((int*)values, validity, slots, valid, 0);
                break;
            case 8:
                Values<long>(values, validity, slots, valid);
                break;
            default:
                Values<System.Runtime.Intrinsics.Vector128<byte>>(values, validity, slots, valid);
                break;
        }
    }

    /// <summary>Spreads dictionary codes; null lanes get <paramref name="nullCode"/>.</summary>
    public static void Values<T>(T* values, byte* validity, int slots, int valid, T nullCode) where T : unmanaged
    {
        // From the end: a value never moves past one that is still to be moved.
        var from = valid;
        for (var lane = slots - 1; lane >= 0; lane--)
            values[lane] = Bits.Get(validity, lane) ? values[--from] : nullCode;
    }

    /// <summary>Spreads bits into a zeroed bitmap.</summary>
    public static void BitsInto(byte* target, byte* bits, byte* validity, int slots)
    {
        var from = 0;
        for (var lane = 0; lane < slots; lane++)
            if (Bits.Get(validity, lane) && Bits.Get(bits, from++))
                Bits.Set(target, lane);
    }

    private static void Values<T>(byte* values, byte* validity, int slots, int valid) where T : unmanaged => Values((T*)values, validity, slots, valid, default);
}
