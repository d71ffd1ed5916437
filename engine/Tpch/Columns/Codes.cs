using Spindle.Tpch.RandomStreams;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Columns;

/// <summary>A brand is drawn within the part's manufacturer. Positions in <see cref="Vocabulary.Brands"/>.</summary>
internal struct Brand() : IColumnKernel<int>
{
    private UnitStream _manufacturer = new(Streams.PartManufacturer);
    private UnitStream _brand = new(Streams.PartBrand);

    public void Seek(long unit)
    {
        _manufacturer.Seek(unit);
        _brand.Seek(unit);
    }

    public void BeginUnit()
    {
        _manufacturer.BeginUnit();
        _brand.BeginUnit();
    }

    public int Next() => (int)(_manufacturer.Draw(5) * 5 + _brand.Draw(5));
}

/// <summary>The region of the unit's nation.</summary>
internal struct NationRegion : IColumnKernel<int>
{
    private int _next;
    private int _current;

    public void Seek(long unit) => _next = (int)unit;

    public void BeginUnit() => _current = _next++;

    public readonly int Next() => Vocabulary.RegionOfNation[_current];
}

/// <summary>Drawn for lines received by the current date only. Positions in <see cref="Vocabulary.ReturnFlags"/>.</summary>
internal struct ReturnFlag() : IColumnKernel<int>
{
    private const int None = 2;

    private ReceiptDate _receipt = new();
    private UnitStream _flag = new(Streams.LineReturnFlag);

    public void Seek(long unit)
    {
        _receipt.Seek(unit);
        _flag.Seek(unit);
    }

    public void BeginUnit()
    {
        _receipt.BeginUnit();
        _flag.BeginUnit();
    }

    public int Next() => _receipt.Next() <= Calendar.Current ? (int)_flag.Draw(None) : None;
}

/// <summary>Whether the line is shipped by the current date. Positions in <see cref="Vocabulary.LineStatuses"/>.</summary>
internal struct LineStatus() : IColumnKernel<int>
{
    private ShipDate _ship = new();

    public void Seek(long unit) => _ship.Seek(unit);

    public void BeginUnit() => _ship.BeginUnit();

    public int Next() => _ship.Next() <= Calendar.Current ? 0 : 1;
}

/// <summary>Whether all, none or some of the order's lines are shipped. Positions in <see cref="Vocabulary.OrderStatuses"/>.</summary>
internal struct OrderStatus() : IColumnKernel<int>
{
    private UnitStream _lines = new(Streams.OrderLineCount);
    private LineStatus _status = new();

    public void Seek(long unit)
    {
        _lines.Seek(unit);
        _status.Seek(unit);
    }

    public void BeginUnit()
    {
        _lines.BeginUnit();
        _status.BeginUnit();
    }

    public int Next()
    {
        var lines = 1 + (int)_lines.Draw(Streams.MaxLinesPerOrder);
        var open = 0;
        for (var line = 0; line < lines; line++)
            open += _status.Next();
        return open == 0 ? 0 : open == lines ? 1 : 2;
    }
}
