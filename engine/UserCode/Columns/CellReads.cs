using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.UserCode.Types;

namespace Spindle.UserCode.Columns;

/// <summary>What generated loops call to read a value; small enough to be inlined into them.</summary>
internal static unsafe class CellReads
{
    private const int StackCharacters = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(nint map, int row) => ((int*)map)[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Position(nint map, int row) => map == 0 ? row : ((int*)map)[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNull(nint validity, int position) => validity != 0 && !Bits.Get((byte*)validity, position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Boolean(nint values, int position) => Bits.Get((byte*)values, position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fixed<T>(nint values, int position) where T : unmanaged => ((T*)values)[position];

    public static decimal Decimal(Cells cells, int position) =>
        cells.IsWide ? DecimalValues.Of(((Int128*)cells.Values)[position], cells.Scale) : DecimalValues.Of(((long*)cells.Values)[position], cells.Scale);

    public static ulong UInt64(Cells cells, int position) => checked((ulong)(cells.IsWide ? ((Int128*)cells.Values)[position] : ((long*)cells.Values)[position]));

    /// <summary>A short text of ASCII is widened at once; the encoding counts characters first, which costs as much again.</summary>
    [SkipLocalsInit]
    public static string Text(nint values, int position)
    {
        var utf8 = BytesView.Span((BytesView*)values + position);
        Span<char> characters = stackalloc char[StackCharacters];
        return utf8.Length <= StackCharacters && Ascii.ToUtf16(utf8, characters, out var length) == OperationStatus.Done ? new string(characters[..length]) : Encoding.UTF8.GetString(utf8);
    }

    public static byte[] Bytes(nint values, int position) => BytesView.Span((BytesView*)values + position).ToArray();

    public static char Character(nint values, int position) => Text(values, position) is [var only] ? only : throw UserCodeErrors.ValueOutOfRange($"'{Text(values, position)}' is not one character");

    public static Guid Identifier(nint values, int position) => Guid.TryParse(Text(values, position), out var id) ? id : throw UserCodeErrors.ValueOutOfRange($"'{Text(values, position)}' is no GUID");

    public static T Enumeration<T>(nint values, int position) where T : struct, Enum =>
        Enum.TryParse<T>(Text(values, position), out var value) ? value : throw UserCodeErrors.ValueOutOfRange($"'{Text(values, position)}' is no {typeof(T).Name}");

    /// <summary>The elements of a list, each by its row among the elements.</summary>
    public static T[] Array<T>(Cells list, int position, Func<Cells, int, T> element)
    {
        var items = new T[((int*)list.Sizes)[position]];
        var first = ((int*)list.Offsets)[position];
        for (var i = 0; i < items.Length; i++)
            items[i] = element(list.Children[0], first + i);
        return items;
    }

    public static List<T> List<T>(Cells list, int position, Func<Cells, int, T> element)
    {
        var items = new List<T>();
        items.AddRange(Array(list, position, element));
        return items;
    }

    public static HashSet<T> Set<T>(Cells list, int position, Func<Cells, int, T> element) => [.. Array(list, position, element)];

    public static Dictionary<TKey, TValue> Dictionary<TKey, TValue>(Cells map, int position, Func<Cells, int, TKey> key, Func<Cells, int, TValue> value) where TKey : notnull
    {
        var size = ((int*)map.Sizes)[position];
        var first = ((int*)map.Offsets)[position];
        var entries = map.Children[0];
        var result = new Dictionary<TKey, TValue>(size);
        for (var i = 0; i < size; i++)
        {
            var entry = entries.Position(first + i);
            result[key(entries.Children[0], entry)] = value(entries.Children[1], entry);
        }

        return result;
    }

    public static T NotNull<T>(T value, bool isNull, string what) => isNull ? throw UserCodeErrors.NullValue(what) : value;

    public static void ThrowNull(string what) => throw UserCodeErrors.NullValue(what);
}
