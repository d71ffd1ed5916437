using System.Text;

namespace Spindle.Tpch.Text;

/// <summary>An ordered list of distinct words, as UTF-8; columns hold their positions.</summary>
public sealed class WordList
{
    private readonly string[] words;
    private readonly byte[][] utf8;

    internal WordList(string[] words)
    {
        this.words = words;
        utf8 = Array.ConvertAll(words, Encoding.UTF8.GetBytes);
        MaxLength = utf8.Max(w => w.Length);
        AverageLength = utf8.Average(w => w.Length);
    }

    /// <summary>The number of words.</summary>
    public int Count => words.Length;

    /// <summary>The bytes of the longest word.</summary>
    public int MaxLength { get; }

    /// <summary>The mean length of the words in bytes.</summary>
    public double AverageLength { get; }

    /// <summary>The words in their order.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>The UTF-8 bytes of one word.</summary>
    public ReadOnlySpan<byte> Utf8(int index) => utf8[index];

    internal static WordList Parse(string words) => new(words.Split('|'));

    /// <summary>All combinations of the parts' words joined by spaces, the last part running fastest.</summary>
    internal static WordList Product(params string[] parts)
    {
        IEnumerable<string> words = parts[0].Split('|');
        foreach (var part in parts.Skip(1))
            words = from prefix in words from word in part.Split('|') select $"{prefix} {word}";
        return new WordList([.. words]);
    }
}
