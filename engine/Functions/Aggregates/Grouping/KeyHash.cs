using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>How keys of one physical form hash and compare.</summary>
internal unsafe interface IKeyForm<T>
    where T : unmanaged
{
    /// <summary>The representative of all values equal to this one.</summary>
    static abstract T Normal(T value);

    static abstract ulong Hash(T* value);

    static abstract bool Same(T* left, T* right);
}

/// <summary>
/// Hashes of rows of keys: equal keys (nulls equal each other, NaN equals NaN, -0.0 equals 0.0) have equal hashes, whatever form their vectors have. The same in every process.
/// </summary>
public static unsafe class KeyHash
{
    private const ulong Seed = 0x9AE16A3B2F90404FUL;
    private const ulong Factor = 0xC949D7C7509E6557UL;
    private const ulong NullWord = 0xD6E8FEB86659FD93UL;

    // What few texts rows have is hashed once each: their words take that many entries of the stack.
    private const int MaxEntries = 256;

    /// <summary>One hash a row, over all columns.</summary>
    public static void Compute(ReadOnlySpan<ColumnView> columns, int rows, ulong* hashes)
    {
        new Span<ulong>(hashes, rows).Fill(Seed);
        Extend(columns, rows, hashes);
    }

    /// <summary>Takes more columns into hashes that <see cref="Compute"/> made of others of the same rows.</summary>
    public static void Extend(ReadOnlySpan<ColumnView> columns, int rows, ulong* hashes)
    {
        foreach (ref readonly var column in columns)
            switch (column.Physical)
            {
                case PhysicalType.Null:
                    for (var i = 0; i < rows; i++)
                        hashes[i] = Fold(hashes[i], NullWord);
                    break;
                case PhysicalType.Boolean:
                    for (var i = 0; i < rows; i++)
                        hashes[i] = Fold(hashes[i], column.IsNull(i) ? NullWord : Bits.Get(column.Values, column.Position(i)) ? 1UL : 0UL);
                    break;
                case PhysicalType.Int8:
                    Column<sbyte, Int8Key>(column, rows, hashes);
                    break;
                case PhysicalType.Int16:
                    Column<short, Int16Key>(column, rows, hashes);
                    break;
                case PhysicalType.Int32:
                    Column<int, Int32Key>(column, rows, hashes);
                    break;
                case PhysicalType.Int64:
                    Column<long, Int64Key>(column, rows, hashes);
                    break;
                case PhysicalType.Int128:
                    Column<Int128, Int128Key>(column, rows, hashes);
                    break;
                case PhysicalType.Interval:
                    Column<CalendarInterval, IntervalKey>(column, rows, hashes);
                    break;
                case PhysicalType.Float32:
                    Column<float, Float32Key>(column, rows, hashes);
                    break;
                case PhysicalType.Float64:
                    Column<double, Float64Key>(column, rows, hashes);
                    break;
                case PhysicalType.Bytes when column.Map != null && column.Plain.Length <= Math.Min(MaxEntries, rows):
                    Entries(column, rows, hashes);
                    break;
                case PhysicalType.Bytes:
                    Column<BytesView, BytesKey>(column, rows, hashes);
                    break;
                default:
                    // Nested keys are encoded as bytes before they come here.
                    throw new UnreachableException(column.Physical.ToString());
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Fold(ulong hash, ulong word)
    {
        var high = Math.BigMul(hash ^ word, Factor, out var low);
        return unchecked((high ^ low) + (hash >> 7));
    }

    /// <summary>The hash of a value of at least eight bytes: sixteen go into each multiplication, and the last sixteen may overlap bytes that are hashed already.</summary>
    internal static ulong Bytes(byte* bytes, int length)
    {
        // Spread out, so that a length and a first letter that differ together do not cancel out.
        var hash = unchecked(Seed ^ (uint)length * NullWord);
        var last = bytes + length - 16;
        if (last < bytes)
            return Fold(hash, Word(bytes), Word(last + 8));
        for (; bytes < last; bytes += 16)
            hash = Fold(hash, Word(bytes), Word(bytes + 8));
        return Fold(hash, Word(last), Word(last + 8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong hash, ulong first, ulong second)
    {
        var high = Math.BigMul(hash ^ first, Factor ^ second, out var low);
        return unchecked((high ^ low) + (hash >> 7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(byte* bytes) => Unsafe.ReadUnaligned<ulong>(bytes);

    private static void Entries(in ColumnView column, int rows, ulong* hashes)
    {
        var words = stackalloc ulong[MaxEntries];
        for (var entry = 0; entry < column.Plain.Length; entry++)
            words[entry] = column.Validity != null && !Bits.Get(column.Validity, entry) ? NullWord : BytesKey.Hash((BytesView*)column.Values + entry);
        var map = column.Map;
        for (var i = 0; i < rows; i++)
            hashes[i] = Fold(hashes[i], words[map[i]]);
    }

    private static void Column<T, TForm>(in ColumnView column, int rows, ulong* hashes)
        where T : unmanaged
        where TForm : struct, IKeyForm<T>
    {
        var values = (T*)column.Values;
        if (column.Validity == null && column.Map == null)
            for (var i = 0; i < rows; i++)
                hashes[i] = Fold(hashes[i], TForm.Hash(values + i));
        else if (column.Validity == null)
            for (var i = 0; i < rows; i++)
                hashes[i] = Fold(hashes[i], TForm.Hash(values + column.Position(i)));
        else
            for (var i = 0; i < rows; i++)
                hashes[i] = Fold(hashes[i], column.IsNull(i) ? NullWord : TForm.Hash(values + column.Position(i)));
    }
}
