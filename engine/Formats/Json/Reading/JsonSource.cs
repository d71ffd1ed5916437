namespace Spindle.Formats.Json.Reading;

/// <summary>The text and tape that columns are read from.</summary>
internal readonly ref struct JsonSource(ReadOnlySpan<byte> window, JsonTape tape)
{
    public readonly ReadOnlySpan<byte> Window = window;
    public readonly JsonTape Tape = tape;

    /// <summary>The token's text; a string's without its quotes, escapes left in.</summary>
    public ReadOnlySpan<byte> Text(in JsonToken token) => Window[token.Start..token.End];
}
