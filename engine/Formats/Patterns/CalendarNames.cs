using System.Text;

namespace Spindle.Formats.Patterns;

/// <summary>English names of months and days of the week, as Java's US locale has them.</summary>
public static class CalendarNames
{
    public static readonly byte[][] Months = Utf8("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December");

    /// <summary>Monday first.</summary>
    public static readonly byte[][] Days = Utf8("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    /// <summary>Four short names and four long ones.</summary>
    public static readonly byte[][] Quarters = Utf8("Q1", "Q2", "Q3", "Q4", "1st quarter", "2nd quarter", "3rd quarter", "4th quarter");

    /// <summary>The name's index and length where the text begins with it, else -1; short names have three letters.</summary>
    public static int Find(byte[][] names, bool isShort, ReadOnlySpan<byte> text, out int length)
    {
        for (var i = 0; i < names.Length; i++)
        {
            length = isShort ? 3 : names[i].Length;
            if (text.Length >= length && Ascii.EqualsIgnoreCase(text[..length], names[i].AsSpan(0, length)))
                return i;
        }

        length = 0;
        return -1;
    }

    private static byte[][] Utf8(params string[] names) => [.. names.Select(Encoding.UTF8.GetBytes)];
}
