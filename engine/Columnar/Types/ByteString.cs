using System.Text;

namespace Spindle.Columnar.Types;

/// <summary>Bytes with value equality: a string (UTF-8, valid or not) or a binary value outside of a vector.</summary>
public readonly struct ByteString(ReadOnlyMemory<byte> bytes) : IEquatable<ByteString>, IComparable<ByteString>
{
    public ReadOnlyMemory<byte> Memory { get; } = bytes;

    public ReadOnlySpan<byte> Span => Memory.Span;

    public int Length => Memory.Length;

    public static ByteString Of(string text) => new(Encoding.UTF8.GetBytes(text));

    public static ByteString Of(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public int CompareTo(ByteString other) => Span.SequenceCompareTo(other.Span);

    /// <summary>The bytes read as UTF-8, invalid ones replaced by U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Span);

    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);
}
