using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Nested;

namespace Spindle.Functions.Evaluation.Lambdas;

/// <summary>What a function of one list and one lambda makes of the lambda's results.</summary>
internal enum ElementsFunction : byte
{
    Transform,
    Filter,
    Exists,
    ForAll,
    MapFilter,
    TransformKeys,
    TransformValues,
}

/// <summary>transform, filter, exists, forall and their kin of maps: the lambda is evaluated once over all elements of all lanes.</summary>
internal sealed unsafe class ElementsNode(ElementsFunction function, Node source, LambdaBody lambda, DataType type, MapFunctions.KeyPolicy policy) : Node(type)
{
    public override bool CanRaise => source.CanRaise || lambda.CanRaise || function == ElementsFunction.TransformKeys;

    private bool IsOfMap => function >= ElementsFunction.MapFilter;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        var value = source.Evaluate(frame, lanes);
        var plain = Gather.Flatten(value, frame.Budget);
        value.Release();
        try
        {
            if (plain is not ListVector list)
                return new ConstantVector(ConstantNode.Single(null, Type, frame.Budget), lanes.Length);
            using var elements = new Elements(list, lanes, frame.Budget);
            return Evaluate(frame, lanes, list, elements);
        }
        finally
        {
            plain.Release();
        }
    }

    public override void Dispose()
    {
        source.Dispose();
        lambda.Dispose();
    }

    private Vector Evaluate(Frame frame, LaneSet lanes, ListVector list, Elements elements)
    {
        var arguments = new List<Vector>();
        Vector? mapped = null;
        try
        {
            var picked = Gather.Lanes(list.Elements, elements.Positions, elements.Count, frame.Budget);
            arguments.Add(picked);
            if (IsOfMap)
            {
                var entries = (StructVector)picked;
                arguments[0] = entries.Children[0].Retain();
                arguments.Add(entries.Children[1].Retain());
                picked.Release();
            }
            else if (lambda.Parameters == 2)
            {
                arguments.Add(elements.IndexVector());
            }
            mapped = elements.Count == 0 ? null : lambda.Evaluate(frame, elements.Parents, elements.Count, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(arguments));
            var flat = mapped is null ? null : Gather.Flatten(mapped, frame.Budget);
            try
            {
                return Collect(lanes, list, elements, arguments, flat, frame.Budget);
            }
            finally
            {
                flat?.Release();
            }
        }
        finally
        {
            mapped?.Release();
            foreach (var argument in arguments)
                argument.Release();
        }
    }

    private Vector Collect(LaneSet lanes, ListVector list, Elements elements, List<Vector> arguments, Vector? mapped, MemoryBudget budget)
    {
        switch (function)
        {
            case ElementsFunction.Exists or ElementsFunction.ForAll:
                return Quantify(lanes, list, mapped, budget);
            case ElementsFunction.Filter or ElementsFunction.MapFilter:
                return Relist(lanes, list, (element, _) => mapped is not null && !mapped.IsNull(element) && BooleanKernel.Value(mapped, element), list.Elements.Retain(), elements.Positions, budget);
            case ElementsFunction.Transform:
                return Relist(lanes, list, null, mapped?.Retain() ?? Empty(((ArrayType)Type).Element, budget), null, budget);
            default:
                var keys = function == ElementsFunction.TransformKeys ? mapped : arguments[0];
                var values = function == ElementsFunction.TransformKeys ? arguments[1] : mapped;
                var map = (MapType)Type;
                if (function == ElementsFunction.TransformKeys && mapped is not null)
                    CheckKeys(lanes, list, mapped);
                var entries = new StructVector(map.Entries, elements.Count, [keys?.Retain() ?? Empty(map.Key, budget), values?.Retain() ?? Empty(map.Value, budget)]);
                if (function != ElementsFunction.TransformKeys || mapped is null || !policy.LastWins)
                    return Relist(lanes, list, null, entries, null, budget);
                var last = LastOfKeys(lanes, list, mapped, elements.Count);
                fixed (int* positions = last)
                    return Relist(lanes, list, (element, _) => last[element] >= 0, entries, positions, budget);
        }
    }

    private static Vector Empty(DataType type, MemoryBudget budget)
    {
        using var builder = Columnar.Builders.VectorBuilder.Create(type, budget);
        return builder.Build();
    }

    /// <summary>Lists over new elements: each lane's in order, or at <paramref name="positions"/> those that are kept.</summary>
    private ListVector Relist(LaneSet lanes, ListVector list, Func<int, int, bool>? keeps, Vector elements, int* positions, MemoryBudget budget)
    {
        var offsets = budget.AllocateZeroed((long)lanes.Length * sizeof(int));
        var sizes = budget.AllocateZeroed((long)lanes.Length * sizeof(int));
        var kept = new List<int>();
        var at = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (list.IsNull(lane))
                continue;
            var size = list.Sizes[lane];
            ((int*)offsets.Pointer)[lane] = keeps is null ? at : kept.Count;
            for (var k = 0; keeps is not null && k < size; k++)
                if (keeps(at + k, lane))
                    kept.Add(positions[at + k]);
            ((int*)sizes.Pointer)[lane] = keeps is null ? size : kept.Count - ((int*)offsets.Pointer)[lane];
            at += size;
        }
        if (keeps is not null)
        {
            fixed (int* lanesOfKept = kept.ToArray())
            {
                var gathered = Gather.Lanes(elements, lanesOfKept, kept.Count, budget);
                elements.Release();
                elements = gathered;
            }
        }
        return new ListVector(Type, lanes.Length, offsets, sizes, elements, Validity(list, lanes, budget));
    }

    private static NativeBuffer? Validity(ListVector list, LaneSet lanes, MemoryBudget budget)
    {
        if (list.Validity == null)
            return null;
        var bits = budget.AllocateZeroed(Bits.BytesFor(lanes.Length));
        for (var i = 0; i < lanes.Count; i++)
            if (!list.IsNull(lanes[i]))
                Bits.Set(bits.Pointer, lanes[i]);
        return bits;
    }

    /// <summary>Three-valued: the wanted answer wins, then null.</summary>
    private FlatVector Quantify(LaneSet lanes, ListVector list, Vector? mapped, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Boolean, lanes.Length, budget);
        var isExists = function == ElementsFunction.Exists;
        var at = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (list.IsNull(lane))
            {
                output.SetNull(lane);
                continue;
            }
            var (decided, unknown) = (false, false);
            for (var k = 0; k < list.Sizes[lane]; k++, at++)
            {
                if (mapped!.IsNull(at))
                    unknown = true;
                else
                    decided |= BooleanKernel.Value(mapped, at) == isExists;
            }
            if (decided == isExists && decided || !isExists && !decided && !unknown)
                Bits.Set(output.Values, lane);
            else if (!decided && unknown)
                output.SetNull(lane);
        }
        return output.Build();
    }

    /// <summary>At the first element of a key in its map, where the last one of it is; -1 at the others.</summary>
    private static int[] LastOfKeys(LaneSet lanes, ListVector list, Vector keys, int count)
    {
        var last = new int[count];
        var first = new Dictionary<object, int>(BoxedOrder.Instance);
        var at = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            if (list.IsNull(lanes[i]))
                continue;
            first.Clear();
            for (var end = at + list.Sizes[lanes[i]]; at < end; at++)
            {
                var key = keys.Read(at)!;
                last[at] = first.TryAdd(key, at) ? at : -1;
                last[first[key]] = at;
            }
        }

        return last;
    }

    private void CheckKeys(LaneSet lanes, ListVector list, Vector keys)
    {
        var at = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            if (list.IsNull(lanes[i]))
                continue;
            var size = list.Sizes[lanes[i]];
            MapFunctions.Checked(Enumerable.Range(at, size).Select(e => new KeyValuePair<object?, object?>(keys.Read(e), null)), policy);
            at += size;
        }
    }
}
