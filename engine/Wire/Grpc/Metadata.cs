using System.Collections;

namespace Spindle.Wire.Grpc;

/// <summary>
/// Names and values that travel before or after a call's messages. Names are lower case; those that end in <c>-bin</c> have bytes for a value, the others printable ASCII.
/// A name may stand more than once. Names that begin with <c>grpc-</c> are the protocol's own.
/// </summary>
public sealed class Metadata : IEnumerable<Metadata.Entry>
{
    private const string BinarySuffix = "-bin";

    private readonly List<Entry> entries = [];

    public int Count => entries.Count;

    /// <exception cref="ArgumentException">The name or the value has a character that may not stand there, or the name says bytes.</exception>
    public Metadata Add(string name, string value)
    {
        var key = Checked(name);
        if (IsBinary(key))
            throw new ArgumentException($"the metadata '{name}' has bytes for a value", nameof(value));
        foreach (var c in value)
            if (c is < ' ' or > '~')
                throw new ArgumentException($"the value of the metadata '{name}' has characters besides printable ASCII", nameof(value));
        entries.Add(new Entry(key, value, default));
        return this;
    }

    /// <exception cref="ArgumentException">The name does not end in -bin, or has a character that may not stand there.</exception>
    public Metadata Add(string name, ReadOnlyMemory<byte> value)
    {
        var key = Checked(name);
        if (!IsBinary(key))
            throw new ArgumentException($"the metadata '{name}' has text for a value: names of bytes end in -bin", nameof(name));
        entries.Add(new Entry(key, null, value));
        return this;
    }

    /// <summary>The last text under that name; null for none.</summary>
    public string? Text(string name) => entries.FindLast(e => e.Name == name)?.Value;

    /// <summary>The last bytes under that name; null for none.</summary>
    public ReadOnlyMemory<byte>? Bytes(string name) => entries.FindLast(e => e.Name == name)?.Data;

    public IEnumerator<Entry> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static bool IsBinary(string name) => name.EndsWith(BinarySuffix, StringComparison.Ordinal);

    /// <summary>Takes a header as it came: bytes are base64, several values may stand with commas between them. What cannot be read is left out.</summary>
    internal void AddReceived(string name, string value)
    {
        if (name.StartsWith(':') || name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase))
            return;
        var key = name.ToLowerInvariant();
        if (key is "content-type" or "te" or "host" or "user-agent" or "date" or "server" or "content-length")
            return;
        if (!IsBinary(key))
        {
            entries.Add(new Entry(key, value, default));
            return;
        }

        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
            if (HeaderText.TryBase64(part, out var bytes))
                entries.Add(new Entry(key, null, bytes));
    }

    private static string Checked(string name)
    {
        var key = name.ToLowerInvariant();
        foreach (var c in key)
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '-' or '.'))
                throw new ArgumentException($"'{name}' is no name of metadata: letters, digits, '_', '-' and '.' are", nameof(name));
        if (key.Length == 0 || key.StartsWith("grpc-", StringComparison.Ordinal))
            throw new ArgumentException($"the metadata name '{name}' is the protocol's own", nameof(name));
        return key;
    }

    /// <param name="Value">Null where the value is bytes.</param>
    /// <param name="Data">Empty where the value is text.</param>
    public sealed record Entry(string Name, string? Value, ReadOnlyMemory<byte> Data)
    {
        internal string HeaderValue => Value ?? Convert.ToBase64String(Data.Span).TrimEnd('=');
    }
}
