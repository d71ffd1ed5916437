using System.Text;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>Cuts bounds of long values so that they still enclose them.</summary>
internal static class BoundTruncation
{
    /// <summary>A prefix, which is below the value.</summary>
    public static byte[] Lower(byte[] value, int length, bool isText) => value.Length <= length ? value : value[..CutAt(value, length, isText)];

    /// <summary>A prefix whose last byte or character is raised, which is above the value; the value itself where that cannot be.</summary>
    public static byte[] Upper(byte[] value, int length, bool isText)
    {
        if (value.Length <= length)
            return value;
        var prefix = value[..CutAt(value, length, isText)];
        return (isText ? RaisedText(prefix) : RaisedBytes(prefix)) ?? value;
    }

    private static int CutAt(byte[] value, int length, bool isText)
    {
        while (isText && length > 0 && (value[length] & 0xC0) == 0x80)
            length--;
        return length;
    }

    private static byte[]? RaisedBytes(byte[] prefix)
    {
        for (var i = prefix.Length - 1; i >= 0; i--)
            if (prefix[i] != 0xFF)
            {
                prefix[i]++;
                return prefix[..(i + 1)];
            }

        return null;
    }

    private static byte[]? RaisedText(byte[] prefix)
    {
        for (var end = prefix.Length; end > 0;)
        {
            if (Rune.DecodeLastFromUtf8(prefix.AsSpan(0, end), out var last, out var bytes) != System.Buffers.OperationStatus.Done)
                return RaisedBytes(prefix[..end]);
            var next = last.Value == 0xD7FF ? 0xE000 : last.Value + 1;
            if (Rune.IsValid(next))
            {
                Span<byte> raised = stackalloc byte[4];
                var length = new Rune(next).EncodeToUtf8(raised);
                return [.. prefix[..(end - bytes)], .. raised[..length]];
            }

            end -= bytes;
        }

        return null;
    }
}
