using System.Runtime.CompilerServices;
using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Vectors;

namespace Spindle.UserCode.Columns;

/// <summary>What generated loops call to write a value.</summary>
internal static unsafe class CellWrites
{
    private const int StackBytes = 256;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fixed<T>(nint values, int lane, T value) where T : unmanaged => ((T*)values)[lane] = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Boolean(nint values, int lane, bool value) => Bits.Put((byte*)values, lane, value);

    [SkipLocalsInit]
    public static void Text(BytesBuilder builder, string text)
    {
        if (text.Length * 3 <= StackBytes)
        {
            var bytes = stackalloc byte[StackBytes];
            builder.Append(new ReadOnlySpan<byte>(bytes, Encoding.UTF8.GetBytes(text, new Span<byte>(bytes, StackBytes))));
        }
        else
        {
            builder.Append(text);
        }
    }

    public static void Bytes(BytesBuilder builder, byte[] bytes) => builder.Append(bytes.AsSpan());

    public static void List<T>(ListBuilder builder, IEnumerable<T> items, Action<VectorBuilder, T> element)
    {
        if (items is T[] array)
        {
            foreach (var item in array)
                element(builder.Elements, item);
        }
        else
        {
            foreach (var item in items)
                element(builder.Elements, item);
        }

        builder.Close();
    }

    public static void Dictionary<TKey, TValue>(ListBuilder builder, IEnumerable<KeyValuePair<TKey, TValue>> items, Action<VectorBuilder, TKey> key, Action<VectorBuilder, TValue> value)
    {
        var entries = (StructBuilder)builder.Elements;
        foreach (var (k, v) in items)
        {
            key(entries.Fields[0], k);
            value(entries.Fields[1], v);
            entries.Close();
        }

        builder.Close();
    }
}
