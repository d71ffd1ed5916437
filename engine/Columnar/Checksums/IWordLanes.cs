using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spindle.Columnar.Checksums;

/// <summary>What digests do with 32-bit words, one message a lane.</summary>
internal unsafe interface IWordLanes<TWords>
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Count { get; }

    static abstract TWords Of(uint word);

    static abstract TWords Load(uint* words);

    static abstract void Store(TWords value, uint* words);

    static abstract TWords Add(TWords left, TWords right);

    static abstract TWords Xor(TWords left, TWords right);

    static abstract TWords OrNot(TWords left, TWords right);

    /// <summary>By bit: <paramref name="whereSet"/> where the mask has a one, else <paramref name="whereClear"/>.</summary>
    static abstract TWords Select(TWords mask, TWords whereSet, TWords whereClear);

    /// <param name="count">A constant once it is inlined.</param>
    static abstract TWords RotateLeft(TWords value, [System.Diagnostics.CodeAnalysis.ConstantExpected] byte count);
}

/// <summary>Eight lanes.</summary>
internal readonly unsafe struct WordLanes256 : IWordLanes<Vector256<uint>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Of(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load(uint* words) => Vector256.Load(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<uint> value, uint* words) => value.Store(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> OrNot(Vector256<uint> left, Vector256<uint> right) => left | ~right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Select(Vector256<uint> mask, Vector256<uint> whereSet, Vector256<uint> whereClear) => Vector256.ConditionalSelect(mask, whereSet, whereClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> value, [System.Diagnostics.CodeAnalysis.ConstantExpected] byte count) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(value, count) : value << count | value >>> 32 - count;
}

/// <summary>Sixteen lanes.</summary>
internal readonly unsafe struct WordLanes512 : IWordLanes<Vector512<uint>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Of(uint word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load(uint* words) => Vector512.Load(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<uint> value, uint* words) => value.Store(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> left, Vector512<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> OrNot(Vector512<uint> left, Vector512<uint> right) => left | ~right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Select(Vector512<uint> mask, Vector512<uint> whereSet, Vector512<uint> whereClear) => Vector512.ConditionalSelect(mask, whereSet, whereClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft(Vector512<uint> value, [System.Diagnostics.CodeAnalysis.ConstantExpected] byte count) =>
        Avx512F.IsSupported ? Avx512F.RotateLeft(value, count) : value << count | value >>> 32 - count;
}
