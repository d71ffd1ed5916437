using System.Globalization;
using Spindle.Columnar.Errors;

namespace Spindle.Tpch;

/// <summary>What the scale factor decides: how many of each thing there are.</summary>
public readonly record struct Scale
{
    /// <summary>From here on the benchmark's own generator leaves its 31-bit random numbers, and its data depends on how it is split.</summary>
    public const double Limit = 30000;

    /// <summary>The counts at a scale factor, which must be above 0 and below <see cref="Limit"/>.</summary>
    public Scale(double factor)
    {
        if (!IsValid(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, $"The scale factor must be above 0 and below {Limit}.");

        Factor = factor;
        Suppliers = Count(10_000, factor);
        Parts = Count(200_000, factor);
        Customers = Count(150_000, factor);
        Orders = Count(1_500_000, factor);
        Clerks = Math.Max(Count(1_000, factor), 1_000);
    }

    /// <summary>The scale factor: 1 is about a gigabyte of text.</summary>
    public double Factor { get; }

    /// <summary>The rows of supplier.</summary>
    public long Suppliers { get; }

    /// <summary>The rows of part, a quarter of those of partsupp.</summary>
    public long Parts { get; }

    /// <summary>The rows of customer.</summary>
    public long Customers { get; }

    /// <summary>The rows of orders, about a quarter of those of lineitem.</summary>
    public long Orders { get; }

    /// <summary>The clerks that orders are shared out to.</summary>
    public long Clerks { get; }

    /// <summary>Whether there is data at that scale factor.</summary>
    public static bool IsValid(double factor) => factor is > 0 and < Limit;

    /// <summary>Reads a scale factor that a user has written.</summary>
    /// <param name="setting">The option or argument that it was written for, for the message.</param>
    /// <param name="text">A decimal number.</param>
    /// <exception cref="SpindleException">INVALID_CONF_VALUE: it is no number, or out of range.</exception>
    public static Scale Parse(string setting, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && IsValid(factor)
            ? new Scale(factor)
            : throw new SpindleException(
                new ErrorClass("INVALID_CONF_VALUE.REQUIREMENT", "22022"),
                string.Create(CultureInfo.InvariantCulture, $"{setting} is '{text}': a TPC-H scale factor is a number above 0 and below {Limit}, such as 0.01 or 10"),
                parameters: new Dictionary<string, string> { ["confName"] = setting, ["confValue"] = text });

    // Decimal: 0.29 x 10,000 is 2,900, which binary fractions miss by one.
    private static long Count(int atOne, double factor) => Math.Max(1, (long)(atOne * (decimal)factor));
}
