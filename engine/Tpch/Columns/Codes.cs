using Spindle.Tpch.RandomStreams;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Columns;

/// <summary>A brand is drawn within the part's manufacturer. Positions in <see cref="Vocabulary.Brands"/>.</summary>
internal struct Brand() : IColumnKernel<int>
{
    private UnitStream manufacturer = new(Streams.PartManufacturer);
    private UnitStream brand = new(Streams.PartBrand);

    public void Seek(long unit)
    {
        manufacturer.Seek(unit);
        brand.Seek(unit);
    }

    public void BeginUnit()
    {
        manufacturer.BeginUnit();
        brand.BeginUnit();
    }

    public int Next() => (int)(manufacturer.Draw(5) * 5 + brand.Draw(5));
}

/// <summary>The region of the unit's nation.</summary>
internal struct NationRegion : IColumnKernel<int>
{
    private int next;
    private int current;

    public void Seek(long unit) => next = (int)unit;

    public void BeginUnit() => current = next++;

    public readonly int Next() => Vocabulary.RegionOfNation[current];
}

/// <summary>Drawn for lines received by the current date only. Positions in <see cref="Vocabulary.ReturnFlags"/>.</summary>
internal struct ReturnFlag() : IColumnKernel<int>
{
    private const int None = 2;

    private ReceiptDate receipt = new();
    private UnitStream flag = new(Streams.LineReturnFlag);

    public void Seek(long unit)
    {
        receipt.Seek(unit);
        flag.Seek(unit);
    }

    public void BeginUnit()
    {
        receipt.BeginUnit();
        flag.BeginUnit();
    }

    public int Next() => receipt.Next() <= Calendar.Current ? (int)flag.Draw(None) : None;
}

/// <summary>Whether the line is shipped by the current date. Positions in <see cref="Vocabulary.LineStatuses"/>.</summary>
internal struct LineStatus() : IColumnKernel<int>
{
    private ShipDate ship = new();

    public void Seek(long unit) => ship.Seek(unit);

    public void BeginUnit() => ship.BeginUnit();

    public int Next() => ship.Next() <= Calendar.Current ? 0 : 1;
}

/// <summary>Whether all, none or some of the order's lines are shipped. Positions in <see cref="Vocabulary.OrderStatuses"/>.</summary>
internal struct OrderStatus() : IColumnKernel<int>
{
    private UnitStream lines = new(Streams.OrderLineCount);
    private LineStatus status = new();

    public void Seek(long unit)
    {
        lines.Seek(unit);
        status.Seek(unit);
    }

    public void BeginUnit()
    {
        lines.BeginUnit();
        status.BeginUnit();
    }

    public int Next()
    {
        var lines = 1 + (int)this.lines.Draw(Streams.MaxLinesPerOrder);
        var open = 0;
        for (var line = 0; line < lines; line++)
            open += status.Next();
        return open == 0 ? 0 : open == lines ? 1 : 2;
    }
}
