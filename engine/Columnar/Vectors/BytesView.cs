using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// A string or binary value in 16 bytes. Arrow's view layout, but for the last eight bytes of a long value: an address in place of
/// Arrow's (buffer, offset), so that gathering a value is copying its view. The vector's <see cref="BytesHeap"/> keeps the address alive.
/// <code>
///  0       4                        16
///  | length | up to 12 bytes, zero padded |     length &lt;= 12
///  | length | prefix | address            |     length &gt; 12, prefix = the first four bytes
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
public unsafe struct BytesView
{
    public const int MaxInline = 12;

    [FieldOffset(0)]
    public int Length;

    [FieldOffset(4)]
    public uint Prefix;

    [FieldOffset(8)]
    public byte* Pointer;

    /// <summary>Length and prefix together: unequal words mean unequal values.</summary>
    [FieldOffset(0)]
    public ulong Head;

    [FieldOffset(8)]
    public ulong Tail;

    public readonly bool IsInline => Length <= MaxInline;

    /// <summary>A view of bytes that stay where they are (long) or are copied into the view (short).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BytesView Of(byte* bytes, int length)
    {
        var view = default(BytesView);
        view.Length = length;
        if (length <= MaxInline)
            Unsafe.CopyBlockUnaligned((byte*)&view + 4, bytes, (uint)length);
        else
        {
            view.Prefix = Unsafe.ReadUnaligned<uint>(bytes);
            view.Pointer = bytes;
        }

        return view;
    }

    /// <summary>The first byte of the value; for an inline value it lies in the view itself, so the view must not move meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Bytes(BytesView* view) => view->Length <= MaxInline ? (byte*)view + 4 : view->Pointer;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Span(BytesView* view) => new(Bytes(view), view->Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(BytesView* left, BytesView* right)
    {
        if (left->Head != right->Head)
            return false;
        if (left->Tail == right->Tail)
            return true;
        return left->Length > MaxInline && new ReadOnlySpan<byte>(left->Pointer, left->Length).SequenceEqual(new ReadOnlySpan<byte>(right->Pointer, right->Length));
    }

    /// <summary>Unsigned byte order, a prefix before what it begins.</summary>
    public static int Compare(BytesView* left, BytesView* right)
    {
        if (left->Prefix != right->Prefix)
        {
            var l = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(left->Prefix);
            var r = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(right->Prefix);
            return l < r ? -1 : 1;
        }

        return Span(left).SequenceCompareTo(Span(right));
    }
}
