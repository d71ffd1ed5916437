namespace Spindle.Tpch;

/// <summary>What the scale factor decides: how many of each thing there are.</summary>
public readonly record struct Scale
{
    /// <summary>From here on the benchmark's own generator leaves its 31-bit random numbers, and its data depends on how it is split.</summary>
    public const double Limit = 30000;

    /// <summary>The counts at a scale factor, which must be above 0 and below <see cref="Limit"/>.</summary>
    public Scale(double factor)
    {
        if (!(factor > 0 && factor < Limit))
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

    // Decimal: 0.29 x 10,000 is 2,900, which binary fractions miss by one.
    private static long Count(int atOne, double factor) => Math.Max(1, (long)(atOne * (decimal)factor));
}
