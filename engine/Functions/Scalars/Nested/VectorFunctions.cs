using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Nested;

/// <summary>Functions of arrays of floats; a null element makes the result null, vectors of different lengths are an error.</summary>
internal static class VectorFunctions
{
    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["vector_inner_product"] = call => Pair(call, default(InnerProduct)),
        ["vector_cosine_similarity"] = call => Pair(call, default(CosineSimilarity)),
        ["vector_l2_distance"] = call => Pair(call, default(Distance)),
        ["vector_norm"] = call => new FunctionSite(new LaneFunctionKernel<float, Norm>(DataType.Float, new Norm(call), canRaise: true), [.. call.Arguments]),
        ["approx_top_k_estimate"] = call => new FunctionSite(new BoxedKernel<Estimate>(call.ResultType, new Estimate(call)), [.. call.Arguments]),
        ["vector_normalize"] = call => new FunctionSite(new BoxedKernel<Normalize>(call.ResultType, new Normalize(call), canRaise: true), [.. call.Arguments]),
    };

    private interface IPairFunction
    {
        bool TryCompute(ReadOnlySpan<float> left, ReadOnlySpan<float> right, out float result);
    }

    private static FunctionSite Pair<TFunction>(Call call, TFunction function) where TFunction : struct, IPairFunction =>
        new(new LaneFunctionKernel<float, PairFunction<TFunction>>(DataType.Float, new PairFunction<TFunction>(function, call), canRaise: true), [.. call.Arguments]);

    /// <summary>The list's elements; false where one is null.</summary>
    private static bool TryRead(Vector vector, int lane, out ReadOnlySpan<float> elements)
    {
        var list = (ValueList<object?>)vector.Read(lane)!;
        var values = new float[list.Count];
        elements = values;
        for (var i = 0; i < values.Length; i++)
        {
            if (list[i] is not float value)
                return false;
            values[i] = value;
        }

        return true;
    }

    private static float LengthOf(ReadOnlySpan<float> elements, float degree, Call call)
    {
        var sum = 0f;
        if (degree == 1)
        {
            foreach (var element in elements)
                sum += Math.Abs(element);
            return sum;
        }

        if (float.IsPositiveInfinity(degree))
        {
            foreach (var element in elements)
                sum = Math.Max(sum, Math.Abs(element));
            return sum;
        }

        if (degree != 2)
        {
            throw EvaluationErrors.Of("INVALID_VECTOR_NORM_DEGREE", "22023", $"{call.Name} knows the degrees 1, 2 and infinity, not {degree}", call.Origin,
                ("functionName", $"`{call.Name}`"), ("degree", $"{degree}"));
        }

        foreach (var element in elements)
            sum += element * element;
        return (float)Math.Sqrt(sum);
    }

    private readonly struct PairFunction<TFunction>(TFunction function, Call call) : ILaneFunction<float> where TFunction : struct, IPairFunction
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out float result)
        {
            result = 0;
            var known = TryRead(operands[0], lane, out var left) & TryRead(operands[1], lane, out var right);
            if (left.Length != right.Length)
            {
                throw EvaluationErrors.Of("VECTOR_DIMENSION_MISMATCH", "22000", $"{call.Name} meets vectors of {left.Length} and of {right.Length} elements", call.Origin,
                    ("functionName", $"`{call.Name}`"), ("leftDim", $"{left.Length}"), ("rightDim", $"{right.Length}"));
            }

            return known && function.TryCompute(left, right, out result);
        }
    }

    private readonly struct InnerProduct : IPairFunction
    {
        public bool TryCompute(ReadOnlySpan<float> left, ReadOnlySpan<float> right, out float result)
        {
            result = 0;
            for (var i = 0; i < left.Length; i++)
                result += left[i] * right[i];
            return true;
        }
    }

    private readonly struct CosineSimilarity : IPairFunction
    {
        public bool TryCompute(ReadOnlySpan<float> left, ReadOnlySpan<float> right, out float result)
        {
            float product = 0, leftSquare = 0, rightSquare = 0;
            for (var i = 0; i < left.Length; i++)
            {
                product += left[i] * right[i];
                leftSquare += left[i] * left[i];
                rightSquare += right[i] * right[i];
            }

            result = (float)(product / (Math.Sqrt(leftSquare) * Math.Sqrt(rightSquare)));
            return leftSquare != 0 && rightSquare != 0;
        }
    }

    private readonly struct Distance : IPairFunction
    {
        public bool TryCompute(ReadOnlySpan<float> left, ReadOnlySpan<float> right, out float result)
        {
            var sum = 0f;
            for (var i = 0; i < left.Length; i++)
                sum += (left[i] - right[i]) * (left[i] - right[i]);
            result = (float)Math.Sqrt(sum);
            return true;
        }
    }

    private readonly struct Norm(Call call) : ILaneFunction<float>
    {
        public bool TryCompute(ReadOnlySpan<Vector> operands, int lane, out float result)
        {
            var known = TryRead(operands[0], lane, out var elements);
            result = known ? LengthOf(elements, (float)operands[1].Read(lane)!, call) : 0;
            return known;
        }
    }

    /// <summary>The first of a sketch's items by their counts.</summary>
    private readonly struct Estimate(Call call) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments) => Aggregates.Rows.TopItems.Most(
            (ValueList<object?>)((ValueList<object?>)arguments[0]!)[0]!, (int)arguments[1]!, ((StructType)((ArrayType)call.ResultType).Element).Fields[0].Type);
    }

    private readonly struct Normalize(Call call) : IBoxedFunction
    {
        public object? Apply(ReadOnlySpan<object?> arguments)
        {
            var list = (ValueList<object?>)arguments[0]!;
            if (list.Any(e => e is null))
                return null;
            var elements = list.Select(e => (float)e!).ToArray();
            var length = LengthOf(elements, (float)arguments[1]!, call);
            return length == 0 ? elements.Length == 0 ? list : null : ValueList.Create<object?>([.. elements.Select(e => (object?)(e / length))]);
        }
    }
}
