using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Columns;

/// <summary>One of the four suppliers of the line's part.</summary>
internal struct LineSupplier(Scale scale) : IColumnKernel<long>
{
    private readonly long parts = scale.Parts;
    private readonly long suppliers = scale.Suppliers;
    private UnitStream part = new(Streams.LinePart);
    private UnitStream index = new(Streams.LineSupplier);

    public void Seek(long unit)
    {
        part.Seek(unit);
        index.Seek(unit);
    }

    public void BeginUnit()
    {
        part.BeginUnit();
        index.BeginUnit();
    }

    public long Next() => PartSupplier.Of(1 + part.Draw(parts), index.Draw(Streams.SuppliersPerPart), suppliers);
}
