using System.Globalization;

namespace Spindle.Client.Resources;

/// <summary>An amount of a resource: cores, bytes, pods. Written as the API does: <c>500m</c>, <c>2</c>, <c>1Gi</c>, <c>1e3</c>.</summary>
/// <param name="Value">Cores for processors, bytes for memory and storage, a count for the rest.</param>
public readonly record struct Quantity(decimal Value) : IComparable<Quantity>
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024), ("Pi", 1024m * 1024 * 1024 * 1024 * 1024), ("Ei", 1024m * 1024 * 1024 * 1024 * 1024 * 1024),
        ("n", 1e-9m), ("u", 1e-6m), ("m", 1e-3m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
    ];

    /// <summary>The amount rounded up to a whole number, such as bytes.</summary>
    public long Whole => decimal.ToInt64(Math.Min(Math.Ceiling(Value), long.MaxValue));

    /// <summary>Bytes, in the largest binary unit that writes them without a fraction.</summary>
    public static string OfBytes(long bytes)
    {
        string[] units = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
        var unit = 0;
        while (unit < units.Length - 1 && bytes != 0 && bytes % 1024 == 0)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes}{units[unit]}");
    }

    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static Quantity Parse(string text) => TryParse(text, out var quantity) ? quantity : throw new FormatException($"'{text}' is no Kubernetes quantity, such as 500m, 2 or 1Gi");

    /// <summary>False where the text is no quantity.</summary>
    public static bool TryParse(string text, out Quantity quantity)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        quantity = default;
        foreach (var (suffix, factor) in Suffixes)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            if (!decimal.TryParse(text.AsSpan(0, text.Length - suffix.Length), Plain, CultureInfo.InvariantCulture, out var number))
                return false;
            return TryScale(number, factor, out quantity);
        }

        if (!decimal.TryParse(text, Plain | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value))
            return false;
        quantity = new Quantity(value);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    /// <summary>A plain number, or thousandths where it has a fraction.</summary>
    public override string ToString() =>
        Value == decimal.Truncate(Value) ? Value.ToString("0", CultureInfo.InvariantCulture) : Math.Ceiling(Value * 1000).ToString("0", CultureInfo.InvariantCulture) + "m";

    private static bool TryScale(decimal number, decimal factor, out Quantity quantity)
    {
        var fits = Math.Abs(number) <= decimal.MaxValue / Math.Max(factor, 1);
        quantity = fits ? new Quantity(number * factor) : default;
        return fits;
    }

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value);

    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value);

    public static bool operator <(Quantity left, Quantity right) => left.Value < right.Value;

    public static bool operator >(Quantity left, Quantity right) => left.Value > right.Value;

    public static bool operator <=(Quantity left, Quantity right) => left.Value <= right.Value;

    public static bool operator >=(Quantity left, Quantity right) => left.Value >= right.Value;
}
