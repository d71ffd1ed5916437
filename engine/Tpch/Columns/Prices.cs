using System.Runtime.CompilerServices;
using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Columns;

/// <summary>The retail price of the unit's part, in cents.</summary>
internal struct RetailPrice() : IColumnKernel<long>
{
    public const long Min = 90_000;
    public const long Max = 209_899;

    /// <summary>The different prices of the first two million parts; a tenth of them have a third fewer.</summary>
    public const long Values = 31_681;

    private UnitNumber<long> part = new(1);

    public void Seek(long unit) => part.Seek(unit);

    public void BeginUnit() => part.BeginUnit();

    public readonly long Next() => Of(part.Next());

    /// <summary>900.00 to 2,098.99, by the part's key alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(long part) => Min + part / 10 % 20_001 + part % 1_000 * 100;
}

/// <summary>A line's quantity times its part's retail price, in cents.</summary>
internal struct ExtendedPrice(long parts) : IColumnKernel<long>
{
    private UnitStream part = new(Streams.LinePart);
    private UnitStream quantity = new(Streams.LineQuantity);

    public void Seek(long unit)
    {
        part.Seek(unit);
        quantity.Seek(unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginUnit()
    {
        part.BeginUnit();
        quantity.BeginUnit();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next() => RetailPrice.Of(1 + part.Draw(parts)) * (1 + quantity.Draw(50));
}

/// <summary>The sum over an order's lines of price less discount plus tax, cut to whole cents at each step.</summary>
internal struct TotalPrice(long parts) : IColumnKernel<long>
{
    private UnitStream lines = new(Streams.OrderLineCount);
    private UnitStream discount = new(Streams.LineDiscount);
    private UnitStream tax = new(Streams.LineTax);
    private ExtendedPrice price = new(parts);

    public void Seek(long unit)
    {
        lines.Seek(unit);
        discount.Seek(unit);
        tax.Seek(unit);
        price.Seek(unit);
    }

    public void BeginUnit()
    {
        lines.BeginUnit();
        discount.BeginUnit();
        tax.BeginUnit();
        price.BeginUnit();
    }

    public long Next()
    {
        var total = 0L;
        for (var lines = 1 + this.lines.Draw(Streams.MaxLinesPerOrder); lines > 0; lines--)
            total += price.Next() * (100 - discount.Draw(11)) / 100 * (100 + tax.Draw(9)) / 100;
        return total;
    }
}
