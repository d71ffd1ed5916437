using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Frames;

/// <summary>Texts between views and bytes that lie one after another.</summary>
internal static unsafe class TextBytes
{
    /// <summary>Bytes that may be read or written past the end of what is one after another.</summary>
    public const int Slack = 16;

    // Row n keeps the first n bytes of sixteen.
    private static readonly byte[] Masks = [.. Enumerable.Range(0, BytesView.MaxInline + 1).SelectMany(n => Enumerable.Range(0, 16).Select(i => (byte)(i < n ? 255 : 0)))];

    /// <summary>Writes the bytes of a view, and up to <see cref="Slack"/> more that the next value overwrites; returns where they end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Append(BytesView* view, byte* target)
    {
        var length = view->Length;
        if (length <= BytesView.MaxInline)
        {
            Unsafe.WriteUnaligned(target, view->Prefix);
            Unsafe.WriteUnaligned(target + 4, view->Tail);
        }
        else
            Copy(view->Pointer, target, length);
        return target + length;
    }

    /// <summary>A view of bytes that stay where they are; <see cref="Slack"/> bytes after them may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void View(byte* bytes, int length, BytesView* view)
    {
        if (length <= BytesView.MaxInline)
        {
            var kept = Vector128.Load(bytes) & Vector128.LoadUnsafe(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Masks), (nuint)length * 16);
            // Past the end of the indices' range stands zero.
            var moved = Vector128.Shuffle(kept, Vector128.Create((byte)255, 255, 255, 255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
            moved.AsInt32().WithElement(0, length).Store((int*)view);
        }
        else
        {
            view->Head = (uint)length | (ulong)Unsafe.ReadUnaligned<uint>(bytes) << 32;
            view->Pointer = bytes;
        }
    }

    // More than 12 bytes. Texts are short: a call would cost more than the copy, whose last step overlaps the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* to, int length)
    {
        if (length < 16)
        {
            var last = Unsafe.ReadUnaligned<ulong>(from + length - 8);
            Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<ulong>(from));
            Unsafe.WriteUnaligned(to + length - 8, last);
        }
        else if (length <= 256)
        {
            var last = Vector128.Load(from + length - 16);
            for (var i = 0; i < length - 16; i += 16)
                Vector128.Load(from + i).Store(to + i);
            last.Store(to + length - 16);
        }
        else
            Unsafe.CopyBlockUnaligned(to, from, (uint)length);
    }
}
