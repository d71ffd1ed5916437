using System.Text;

namespace Spindle.Functions.Scalars.Text;

/// <summary>Upper and lower case of UTF-8 text, code point by code point, without any language's own rules.</summary>
internal static class CaseFolding
{
    public static ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text)
    {
        var target = new byte[text.Length];
        return Ascii.ToLower(text, target, out _) == System.Buffers.OperationStatus.Done ? target : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).ToLowerInvariant());
    }

    public static ReadOnlySpan<byte> Upper(ReadOnlySpan<byte> text)
    {
        var target = new byte[text.Length];
        return Ascii.ToUpper(text, target, out _) == System.Buffers.OperationStatus.Done ? target : Encoding.UTF8.GetBytes(FullUpper(Encoding.UTF8.GetString(text)));
    }

    // The sharp s has no single upper-case letter: Java writes two.
    private static string FullUpper(string text) => text.Replace("ß", "SS", StringComparison.Ordinal).ToUpperInvariant();
}
