using Spindle.Columnar.Builders;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Nested;

namespace Spindle.Functions.Evaluation.Lambdas;

/// <summary>A lambda over rows of boxed arguments: for functions that pair up elements in ways of their own.</summary>
internal static unsafe class BoxedLambda
{
    /// <summary>The lambda's values, boxed.</summary>
    /// <param name="frame">The row's frame.</param>
    /// <param name="lambda">The function.</param>
    /// <param name="types">The parameters' types.</param>
    /// <param name="rows">For each evaluation the lane that it belongs to, and the arguments.</param>
    public static List<object?> Evaluate(Frame frame, LambdaBody lambda, DataType[] types, List<(int Lane, object?[] Arguments)> rows)
    {
        if (rows.Count == 0)
            return [];
        var arguments = new Vector[types.Length];
        try
        {
            for (var i = 0; i < types.Length; i++)
            {
                using var builder = VectorBuilder.Create(types[i], frame.Budget);
                foreach (var (_, values) in rows)
                    builder.Append(values[i]);
                arguments[i] = builder.Build();
            }
            fixed (int* parents = rows.Select(r => r.Lane).ToArray())
            {
                var results = lambda.Evaluate(frame, parents, rows.Count, arguments);
                var boxed = Enumerable.Range(0, rows.Count).Select(results.Read).ToList();
                results.Release();
                return boxed;
            }
        }
        finally
        {
            foreach (var argument in arguments)
                argument?.Release();
        }
    }
}

/// <summary>zip_with and map_zip_with.</summary>
internal sealed class ZipNode(Node left, Node right, LambdaBody lambda, DataType[] types, DataType type) : Node(type)
{
    public override bool CanRaise => left.CanRaise || right.CanRaise || lambda.CanRaise;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        var (l, r) = (left.Evaluate(frame, lanes), right.Evaluate(frame, lanes));
        try
        {
            var rows = new List<(int Lane, object?[] Arguments)>();
            var counts = new int[lanes.Count];
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[i];
                counts[i] = -1;
                if (l.Read(lane) is not { } leftValue || r.Read(lane) is not { } rightValue)
                    continue;
                var pairs = Type is MapType ? Keyed(leftValue.AsMap(), rightValue.AsMap()) : Positioned(leftValue.AsList(), rightValue.AsList());
                counts[i] = pairs.Count;
                rows.AddRange(pairs.Select(p => (lane, p)));
            }
            return Build(frame, lanes, counts, rows, BoxedLambda.Evaluate(frame, lambda, types, rows));
        }
        finally
        {
            l.Release();
            r.Release();
        }
    }

    public override void Dispose()
    {
        left.Dispose();
        right.Dispose();
        lambda.Dispose();
    }

    private static List<object?[]> Positioned(ValueList<object?> left, ValueList<object?> right) =>
        [.. Enumerable.Range(0, Math.Max(left.Count, right.Count)).Select(i => new[] { i < left.Count ? left[i] : null, i < right.Count ? right[i] : null })];

    private static List<object?[]> Keyed(ValueList<KeyValuePair<object, object?>> left, ValueList<KeyValuePair<object, object?>> right) =>
        [.. left.Select(e => e.Key).Concat(right.Select(e => e.Key)).Distinct(BoxedOrder.Instance).Select(key => new[] { key, Find(left, key), Find(right, key) })];

    private static object? Find(ValueList<KeyValuePair<object, object?>> map, object? key) => map.FirstOrDefault(e => BoxedOrder.Instance.Equals(e.Key, key)).Value;

    private Vector Build(Frame frame, LaneSet lanes, int[] counts, List<(int Lane, object?[] Arguments)> rows, List<object?> results)
    {
        using var builder = VectorBuilder.Create(Type, frame.Budget);
        var at = 0;
        for (var i = 0; i < lanes.Count; i++)
        {
            while (builder.Length < lanes[i])
                builder.AppendNull();
            if (counts[i] < 0)
            {
                builder.AppendNull();
                continue;
            }
            var range = Enumerable.Range(at, counts[i]);
            builder.Append(Type is MapType
                ? Boxed.Map(range.Select(k => new KeyValuePair<object, object?>(rows[k].Arguments[0]!, results[k])))
                : Boxed.List(range.Select(k => results[k])));
            at += counts[i];
        }
        while (builder.Length < lanes.Length)
            builder.AppendNull();
        return builder.Build();
    }
}

/// <summary>array_sort: by natural order with nulls last, or by a lambda that compares two elements, evaluated for all pairs of a lane's elements at once.</summary>
internal sealed class SortNode(Node source, LambdaBody? lambda, DataType type) : Node(type)
{
    public override bool CanRaise => source.CanRaise || lambda is not null;

    public override Vector Evaluate(Frame frame, LaneSet lanes)
    {
        var value = source.Evaluate(frame, lanes);
        try
        {
            using var builder = VectorBuilder.Create(Type, frame.Budget);
            for (var i = 0; i < lanes.Count; i++)
            {
                while (builder.Length < lanes[i])
                    builder.AppendNull();
                builder.Append(value.Read(lanes[i]) is { } list ? Sorted(frame, lanes[i], list.AsList()) : null);
            }
            while (builder.Length < lanes.Length)
                builder.AppendNull();
            return builder.Build();
        }
        finally
        {
            value.Release();
        }
    }

    public override void Dispose()
    {
        source.Dispose();
        lambda?.Dispose();
    }

    private ValueList<object?> Sorted(Frame frame, int lane, ValueList<object?> list)
    {
        if (lambda is null)
            return Boxed.List(list.OrderBy(i => i is null).ThenBy(i => i, BoxedOrder.Instance));
        var element = ((ArrayType)Type).Element;
        var pairs = list.SelectMany(_ => list, (a, b) => (lane, new[] { a, b })).ToList();
        var orders = BoxedLambda.Evaluate(frame, lambda, [element, element], pairs);
        var indices = Enumerable.Range(0, list.Count).ToArray();
        // An insertion sort is stable and bears with a comparison that contradicts itself.
        for (var i = 1; i < indices.Length; i++)
            for (var k = i; k > 0 && Order(indices[k - 1], indices[k]) > 0; k--)
                (indices[k - 1], indices[k]) = (indices[k], indices[k - 1]);
        return Boxed.List(indices.Select(i => list[i]));

        int Order(int a, int b) => orders[a * list.Count + b] as int? ?? throw EvaluationErrors.Of("COMPARATOR_RETURNS_NULL", "22004",
            "the function that compares two elements gives null", default);
    }
}
