using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.UserCode.Columns;

/// <summary>
/// One column of the rows in work, as generated loops read it: row i lies at position <c>Map[i]</c> (at i where there is no map). Addresses are native integers, which
/// expression trees can hold. One thread's; bound again for each batch.
/// </summary>
public sealed unsafe class Cells : IDisposable
{
    private readonly RowMaps maps;

    /// <param name="type">The column's type.</param>
    /// <param name="budget">Pays for maps.</param>
    public Cells(DataType type, MemoryBudget budget)
    {
        Type = type;
        maps = new RowMaps(budget);
        Scale = type is DecimalType number ? number.Scale : 0;
        Children = type switch
        {
            ArrayType array => [new Cells(array.Element, budget)],
            MapType map => [new Cells(map.Entries, budget)],
            StructType fields => [.. fields.Fields.Select(f => new Cells(f.Type, budget))],
            _ => [],
        };
    }

    public DataType Type { get; }

    /// <summary>The digits behind the point of a decimal.</summary>
    public int Scale { get; }

    /// <summary>Elements of a list, entries of a map, fields of a struct.</summary>
    public Cells[] Children { get; }

    /// <summary>The first position's value.</summary>
    public nint Values { get; private set; }

    /// <summary>A bit a position, 1 for valid; 0 where nothing is null.</summary>
    public nint Validity { get; private set; }

    /// <summary>An int32 a row; 0 where row i lies at i.</summary>
    public nint Map { get; private set; }

    /// <summary>True for a decimal held in 128 bits.</summary>
    public bool IsWide { get; private set; }

    public nint Offsets { get; private set; }

    public nint Sizes { get; private set; }

    /// <summary>Reads the lanes of a vector of any form (all of them where <paramref name="lanes"/> is null), lent until the next binding.</summary>
    public void Bind(Vector vector, int* lanes, int rows)
    {
        maps.Reset();
        Bind(maps.View(vector, lanes, rows));
    }

    /// <summary>Reads what the view shows.</summary>
    public void Bind(in ColumnView view)
    {
        (Values, Validity, Map) = ((nint)view.Values, (nint)view.Validity, (nint)view.Map);
        IsWide = view.Physical == PhysicalType.Int128;
        switch (view.Plain)
        {
            case ListVector list:
                (Offsets, Sizes) = ((nint)list.Offsets, (nint)list.Sizes);
                Children[0].Bind(list.Elements, null, list.Elements.Length);
                break;
            case StructVector structs:
                for (var i = 0; i < Children.Length; i++)
                    Children[i].Bind(structs.Children[i], null, structs.Length);
                break;
        }
    }

    public int Position(int row) => Map == 0 ? row : ((int*)Map)[row];

    public bool IsNull(int row) => Validity != 0 && !Bits.Get((byte*)Validity, Position(row));

    public void Dispose()
    {
        maps.Dispose();
        foreach (var child in Children)
            child.Dispose();
    }
}
