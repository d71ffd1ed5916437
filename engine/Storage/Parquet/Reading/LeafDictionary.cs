using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Storage.Parquet.Encodings;

namespace Spindle.Storage.Parquet.Reading;

/// <summary>A column chunk's dictionary as vectors that batches share.</summary>
internal sealed unsafe class LeafDictionary(FlatVector values, bool isDistinct, MemoryBudget budget)
{
    /// <summary>Entries past which evaluating over the dictionary costs more than it saves for values of fixed width.</summary>
    private const int MostSharedNumbers = 1024;

    private Vector? withNull;

    public FlatVector Values { get; } = values;

    public int Count => Values.Length;

    public bool IsDistinct { get; } = isDistinct;

    /// <summary>True where batches hold the values themselves instead of codes.</summary>
    public bool IsUnfolded { get; } = values.Physical != PhysicalType.Bytes && values.Length > MostSharedNumbers;

    /// <summary>The entries, and a null behind them for lanes that are null.</summary>
    public Vector ValuesAndNull
    {
        get
        {
            if (withNull is not null)
                return withNull;
            var lanes = budget.Allocate((Count + 1L) * sizeof(int));
            for (var i = 0; i < Count; i++)
                ((int*)lanes.Pointer)[i] = i;
            ((int*)lanes.Pointer)[Count] = -1;
            withNull = Gather.Lanes(Values, (int*)lanes.Pointer, Count + 1, budget, mayBeNegative: true);
            lanes.Release();
            return withNull;
        }
    }

    /// <summary>One entry in every lane.</summary>
    public ConstantVector Constant(int code, int length) => new(Gather.Lanes(Values, &code, 1, budget), length);

    /// <summary>Fails where a code has no entry.</summary>
    public void Check(int* codes, int count, int width)
    {
        if (width < 31 && 1 << width <= Count)
            return;
        var most = System.Runtime.Intrinsics.Vector256<uint>.Zero;
        var i = 0;
        for (; i + 8 <= count; i += 8)
            most = System.Runtime.Intrinsics.Vector256.Max(most, System.Runtime.Intrinsics.Vector256.Load((uint*)codes + i));
        uint highest = 0;
        for (var lane = 0; lane < 8; lane++)
            highest = Math.Max(highest, System.Runtime.Intrinsics.Vector256.GetElement(most, lane));
        for (; i < count; i++)
            highest = Math.Max(highest, (uint)codes[i]);
        if (count > 0 && highest >= (uint)Count)
            ParquetFormatException.Throw($"a value refers to entry {highest} of a dictionary of {Count}");
    }

    public void Release()
    {
        Values.Release();
        withNull?.Release();
    }

    /// <summary>One null in every lane.</summary>
    public static ConstantVector Nulls(DataType type, int length, MemoryBudget budget)
    {
        using var builder = VectorBuilder.Create(type, budget);
        builder.AppendNull();
        return new ConstantVector(builder.Build(), length);
    }
}
