using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Unicode;

namespace Spindle.Functions.Scalars.Codecs;

/// <summary>The character sets that encode and decode know, between UTF-8 and themselves. What cannot be represented is an error, never a replacement.</summary>
internal enum Charset : byte
{
    Iso8859,
    UsAscii,
    Utf8,
    Utf16,
    Utf16BigEndian,
    Utf16LittleEndian,
    Utf32,

    /// <summary>Latin-1 with letters and signs in the place of its upper controls; one of Java's own.</summary>
    Windows1252,
}

internal static class Charsets
{
    // What stands at 0x80 to 0x9F; 0 where nothing does.
    private const string Windows1252 = "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

    public const string Names = "iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8";

    public static bool TryFind(ReadOnlySpan<byte> name, bool isJava, out Charset charset)
    {
        (var known, charset) = name switch
        {
            _ when Ascii.EqualsIgnoreCase(name, "utf-8"u8) => (true, Charset.Utf8),
            _ when Ascii.EqualsIgnoreCase(name, "us-ascii"u8) => (true, Charset.UsAscii),
            _ when Ascii.EqualsIgnoreCase(name, "iso-8859-1"u8) => (true, Charset.Iso8859),
            _ when Ascii.EqualsIgnoreCase(name, "utf-16"u8) => (true, Charset.Utf16),
            _ when Ascii.EqualsIgnoreCase(name, "utf-16be"u8) => (true, Charset.Utf16BigEndian),
            _ when Ascii.EqualsIgnoreCase(name, "utf-16le"u8) => (true, Charset.Utf16LittleEndian),
            _ when Ascii.EqualsIgnoreCase(name, "utf-32"u8) => (true, Charset.Utf32),
            _ when isJava && (Ascii.EqualsIgnoreCase(name, "windows-1252"u8) || Ascii.EqualsIgnoreCase(name, "cp1252"u8)) => (true, Charset.Windows1252),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>UTF-8 text in the character set; false where a character has no place in it.</summary>
    public static bool TryEncode(Charset charset, ReadOnlySpan<byte> text, bool replaces, IBufferWriter<byte> target)
    {
        if (charset == Charset.Utf8)
        {
            target.Write(text);
            return true;
        }

        if (charset == Charset.Utf16 && !text.IsEmpty)
            target.Write((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(text, out var rune, out var length) != OperationStatus.Done || !TryPut(charset, rune, target))
            {
                if (!replaces)
                    return false;
                TryPut(charset, new Rune('?'), target);
            }

            text = text[length..];
        }

        return true;
    }

    /// <summary>Bytes of the character set as UTF-8; false where they are not well-formed.</summary>
    public static bool TryDecode(Charset charset, ReadOnlySpan<byte> bytes, bool replaces, IBufferWriter<byte> target)
    {
        switch (charset)
        {
            case Charset.Utf8 when replaces && !Utf8.IsValid(bytes):
                Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes), target);
                return true;
            case Charset.Utf8:
                target.Write(bytes);
                return Utf8.IsValid(bytes);
            case Charset.UsAscii when replaces:
                foreach (var value in bytes)
                    Put(value < 0x80 ? new Rune(value) : Rune.ReplacementChar, target);
                return true;
            case Charset.UsAscii:
                target.Write(bytes);
                return Ascii.IsValid(bytes);
            case Charset.Windows1252:
                foreach (var value in bytes)
                    Put(value is < 0x80 or > 0x9F ? new Rune(value) : Windows1252[value - 0x80] is var character && character == 0 ? Rune.ReplacementChar : new Rune(character), target);
                return true;
            case Charset.Iso8859:
                foreach (var value in bytes)
                    Put(new Rune(value), target);
                return true;
            case Charset.Utf16 when bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]):
                return TryDecode16(bytes[2..], isBig: false, target);
            case Charset.Utf16 when bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]):
                return TryDecode16(bytes[2..], isBig: true, target);
            case Charset.Utf16 or Charset.Utf16BigEndian:
                return TryDecode16(bytes, isBig: true, target);
            case Charset.Utf16LittleEndian:
                return TryDecode16(bytes, isBig: false, target);
            case Charset.Utf32 when bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]):
                return TryDecode32(bytes[4..], isBig: false, target);
            case Charset.Utf32 when bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]):
                return TryDecode32(bytes[4..], isBig: true, target);
            case Charset.Utf32:
                return TryDecode32(bytes, isBig: true, target);
            default:
                throw new UnreachableException(charset.ToString());
        }
    }

    private static bool TryPut(Charset charset, Rune rune, IBufferWriter<byte> target)
    {
        var span = target.GetSpan(4);
        switch (charset)
        {
            case Charset.UsAscii or Charset.Iso8859:
                if (rune.Value >= (charset == Charset.UsAscii ? 0x80 : 0x100))
                    return false;
                span[0] = (byte)rune.Value;
                target.Advance(1);
                return true;
            case Charset.Windows1252:
                var at = rune.Value is >= 0x80 and not (>= 0xA0 and <= 0xFF) && rune.IsBmp ? Windows1252.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
                if (at < 0 && rune.Value is (>= 0x80 and < 0xA0) or > 0xFF)
                    return false;
                span[0] = (byte)(at < 0 ? rune.Value : 0x80 + at);
                target.Advance(1);
                return true;
            case Charset.Utf32:
                BinaryPrimitives.WriteInt32BigEndian(span, rune.Value);
                target.Advance(4);
                return true;
            default:
                Span<char> units = stackalloc char[2];
                var count = rune.EncodeToUtf16(units);
                for (var i = 0; i < count; i++)
                {
                    if (charset == Charset.Utf16LittleEndian)
                        BinaryPrimitives.WriteUInt16LittleEndian(span[(2 * i)..], units[i]);
                    else
                        BinaryPrimitives.WriteUInt16BigEndian(span[(2 * i)..], units[i]);
                }

                target.Advance(2 * count);
                return true;
        }
    }

    private static bool TryDecode16(ReadOnlySpan<byte> bytes, bool isBig, IBufferWriter<byte> target)
    {
        while (bytes.Length >= 2)
        {
            var unit = Unit(bytes, isBig);
            bytes = bytes[2..];
            if (char.IsHighSurrogate(unit))
            {
                if (bytes.Length < 2 || !Rune.TryCreate(unit, Unit(bytes, isBig), out var pair))
                    return false;
                Put(pair, target);
                bytes = bytes[2..];
                continue;
            }

            if (!Rune.TryCreate(unit, out var rune))
                return false;
            Put(rune, target);
        }

        return bytes.IsEmpty;
    }

    private static bool TryDecode32(ReadOnlySpan<byte> bytes, bool isBig, IBufferWriter<byte> target)
    {
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            if (!Rune.TryCreate(isBig ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes), out var rune))
                return false;
            Put(rune, target);
        }

        return bytes.IsEmpty;
    }

    private static char Unit(ReadOnlySpan<byte> bytes, bool isBig) => (char)(isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes));

    private static void Put(Rune rune, IBufferWriter<byte> target) => target.Advance(rune.EncodeToUtf8(target.GetSpan(4)));
}
