using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Kernels;

/// <summary>Puts together the branches of a CASE or COALESCE, each of which computed its own lanes, into one vector. Lanes that no branch gave are null.</summary>
public sealed unsafe class LaneMerge(DataType type, int length, MemoryBudget budget) : IDisposable
{
    private readonly List<(Vector Values, Selection? Lanes)> branches = [];

    /// <summary>Adds a branch; takes over the caller's references.</summary>
    /// <param name="values">Any form, as long as the result.</param>
    /// <param name="lanes">The lanes that it gives; null for all.</param>
    public void Add(Vector values, Selection? lanes) => branches.Add((values, lanes));

    /// <summary>The merged vector, which the caller owns.</summary>
    public Vector Build()
    {
        if (branches.Count == 1 && (branches[0].Lanes is null || branches[0].Lanes!.Count == length) && branches[0].Values.Type == type)
            return branches[0].Values.Retain();
        return type.Physical switch
        {
            PhysicalType.List or PhysicalType.Struct => BuildBoxed(),
            PhysicalType.Null => new FlatVector(type, length, null),
            _ => BuildFlat(),
        };
    }

    public void Dispose()
    {
        foreach (var (values, lanes) in branches)
        {
            values.Release();
            lanes?.Release();
        }
        branches.Clear();
    }

    private FlatVector BuildFlat()
    {
        // A decimal of over 18 digits is 64-bit only where every branch is.
        var physical = type.Physical == PhysicalType.Int128 && branches.TrueForAll(b => b.Values.Physical is PhysicalType.Int64 or PhysicalType.Null)
            ? PhysicalType.Int64
            : type.Physical;
        using var output = new FlatOutput(type, length, budget, physical);
        var covered = 0;
        foreach (var (_, lanes) in branches)
            covered += lanes?.Count ?? length;
        if (covered < length || branches.Exists(b => b.Values.MayHaveNulls))
            output.TakeOver(budget.AllocateZeroed(Bits.BytesFor(length)));
        foreach (var (values, lanes) in branches)
        {
            var plain = Operands.Plain(values, LaneSet.All(length), budget);
            Copy(plain, lanes is null ? LaneSet.All(length) : LaneSet.Of(lanes.Lanes, lanes.Count, length), physical, output);
            plain.Release();
        }
        return output.Build();
    }

    private static void Copy(Vector source, LaneSet lanes, PhysicalType physical, FlatOutput output)
    {
        var flat = Operands.Flat(source);
        if (output.Validity != null)
            CopyValidity(source, lanes, output.Validity);
        if (flat.Physical == PhysicalType.Null)
            return;
        if (flat.Physical != physical)
        {
            var decimals = new DecimalOperand(source);
            for (var i = 0; i < lanes.Count; i++)
                ((Int128*)output.Values)[lanes[i]] = decimals[lanes[i]];
            return;
        }
        if (physical == PhysicalType.Bytes && flat.Heap is { } heap)
            output.Heap.Keep(heap);
        switch (physical == PhysicalType.Boolean ? 0 : physical.Width())
        {
            case 0:
                for (var i = 0; i < lanes.Count; i++)
                    Bits.Put(output.Values, lanes[i], BooleanKernel.Value(source, lanes[i]));
                break;
            case 1:
                CopyValues(new Operand<byte>(source), lanes, output.Values);
                break;
            case 2:
                CopyValues(new Operand<short>(source), lanes, (short*)output.Values);
                break;
            case 4:
                CopyValues(new Operand<int>(source), lanes, (int*)output.Values);
                break;
            case 8:
                CopyValues(new Operand<long>(source), lanes, (long*)output.Values);
                break;
            case 16:
                CopyValues(new Operand<Vector128<byte>>(source), lanes, (Vector128<byte>*)output.Values);
                break;
            default:
                throw new UnreachableException(physical.ToString());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CopyValues<T>(Operand<T> source, LaneSet lanes, T* target) where T : unmanaged
    {
        for (var i = 0; i < lanes.Count; i++)
            target[lanes[i]] = source[lanes[i]];
    }

    private static void CopyValidity(Vector source, LaneSet lanes, byte* validity)
    {
        for (var i = 0; i < lanes.Count; i++)
            if (!source.IsNull(lanes[i]))
                Bits.Set(validity, lanes[i]);
    }

    /// <summary>Nested values, one by one: conditions over them are rare.</summary>
    private Vector BuildBoxed()
    {
        var branchOf = new int[length];
        Array.Fill(branchOf, -1);
        for (var b = 0; b < branches.Count; b++)
            for (var i = 0; i < (branches[b].Lanes?.Count ?? length); i++)
                branchOf[branches[b].Lanes is { } lanes ? lanes.Lanes[i] : i] = b;
        using var builder = VectorBuilder.Create(type, budget);
        for (var lane = 0; lane < length; lane++)
            builder.Append(branchOf[lane] < 0 ? null : branches[branchOf[lane]].Values.Read(lane));
        return builder.Build();
    }
}
