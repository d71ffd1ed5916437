using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Columns;

/// <summary>One of the four suppliers of the line's part.</summary>
internal struct LineSupplier(Scale scale) : IColumnKernel<long>
{
    private readonly long _parts = scale.Parts;
    private readonly long _suppliers = scale.Suppliers;
    private UnitStream _part = new(Streams.LinePart);
    private UnitStream _index = new(Streams.LineSupplier);

    public void Seek(long unit)
    {
        _part.Seek(unit);
        _index.Seek(unit);
    }

    public void BeginUnit()
    {
        _part.BeginUnit();
        _index.BeginUnit();
    }

    public long Next() => PartSupplier.Of(1 + _part.Draw(_parts), _index.Draw(Streams.SuppliersPerPart), _suppliers);
}
