using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>The key columns of a batch as the tables store them: booleans as bytes, nested values as their canonical bytes, the rest as they are.</summary>
internal sealed unsafe class NestedKeys : IDisposable
{
    private readonly ColumnSet made = new();

    public NestedKeys(ReadOnlySpan<Vector> keys, int* lanes, int rows, KeyScratch scratch)
    {
        Views = new ColumnView[keys.Length];
        Vectors = new Vector[keys.Length];
        try
        {
            for (var i = 0; i < keys.Length; i++)
            {
                Vectors[i] = keys[i];
                Views[i] = scratch.Maps.View(keys[i], lanes, rows);
                if (Views[i].Physical is not (PhysicalType.Boolean or PhysicalType.List or PhysicalType.Struct))
                    continue;
                Vectors[i] = Views[i].Physical == PhysicalType.Boolean ? Bytes(Views[i], rows, scratch.Budget) : Encoded(Views[i], rows, scratch.Budget);
                made.Add(Vectors[i]);
                Views[i] = scratch.Maps.View(Vectors[i], null, rows);
            }
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    public ColumnView[] Views { get; }

    public Vector[] Vectors { get; }

    public static DataType StoredType(DataType type) => type.Physical switch
    {
        PhysicalType.Boolean => DataType.Byte,
        PhysicalType.List or PhysicalType.Struct => DataType.Binary,
        _ => type,
    };

    /// <summary>Stored keys as vectors of their own type; takes over the caller's reference.</summary>
    public static Vector Restore(Vector stored, DataType type, MemoryBudget budget)
    {
        if (type.Physical is not (PhysicalType.Boolean or PhysicalType.List or PhysicalType.Struct))
            return stored;
        var flat = (FlatVector)stored;
        try
        {
            using var builder = VectorBuilder.Create(type, budget);
            for (var i = 0; i < flat.Length; i++)
                builder.Append(flat.IsNull(i) ? null : type.Physical == PhysicalType.Boolean ? flat.Values[i] != 0 : NestedKeyCodec.Decode(BytesView.Span((BytesView*)flat.Values + i), type));
            return builder.Build();
        }
        finally
        {
            stored.Release();
        }
    }

    public void Dispose() => made.Dispose();

    private static Vector Bytes(in ColumnView view, int rows, MemoryBudget budget)
    {
        using var builder = new FixedBuilder<sbyte>(DataType.Byte, budget);
        for (var i = 0; i < rows; i++)
            if (view.IsNull(i))
                builder.AppendNull();
            else
                builder.Append((sbyte)(Bits.Get(view.Values, view.Position(i)) ? 1 : 0));
        return builder.Build();
    }

    private static Vector Encoded(in ColumnView view, int rows, MemoryBudget budget)
    {
        using var builder = new BytesBuilder(DataType.Binary, budget);
        for (var i = 0; i < rows; i++)
            if (view.IsNull(i))
                builder.AppendNull();
            else
                builder.Append(NestedKeyCodec.Encode(view.Plain.Read(view.Position(i))!, view.Plain.Type));
        return builder.Build();
    }
}
