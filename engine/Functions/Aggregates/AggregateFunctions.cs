using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Functions.Aggregates.Collecting;
using Spindle.Functions.Aggregates.Rows;
using Spindle.Functions.Aggregates.Statistics;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;

namespace Spindle.Functions.Aggregates;

/// <summary>The aggregate functions by id: the expressions that feed each, and its accumulator.</summary>
public static class AggregateFunctions
{
    /// <summary>What is evaluated a row and handed to <see cref="Accumulator.Update"/>: the call's arguments without those that only configure it, in the type that the accumulator reads.</summary>
    public static ValueList<Expression> Inputs(AggregateCall call) => call.Function switch
    {
        _ when call.User is not null => call.Arguments,
        // A count of something that is never null counts rows.
        "count" when !call.Distinct && call.Arguments.All(a => !a.Nullable) => [],
        "count" or "count_if" or "collect_list" or "array_agg" or "collect_set" or "min" or "max" or "sum" or "try_sum" or "avg" or "mean" or "try_avg" => call.Arguments,
        "min_by" or "max_by" when call.Arguments.Count == 3 => [call.Arguments[1], call.Arguments[0]],
        "min_by" or "max_by" => call.Arguments.Take(2).ToValueList(),
        "tuple_sketch_agg_double" or "tuple_sketch_agg_integer" => call.Arguments.Take(2).ToValueList(),
        "listagg" => [call.Arguments[0], .. call.Ordering.Select(o => o.Expression)],
        "stddev" or "std" or "stddev_samp" or "stddev_pop" or "variance" or "var_samp" or "var_pop" or "skewness" or "kurtosis"
            => [AsDouble(call.Arguments[0])],
        "percentile" when call.Arguments.Count == 3 => [Ranked(call.Arguments[0]), call.Arguments[2]],
        "percentile" or "median" => [Ranked(call.Arguments[0])],
        "percentile_cont" or "percentile_disc" => [Ranked(call.Ordering[0].Expression)],
        "corr" or "covar_pop" or "covar_samp" or "regr_count" or "regr_avgx" or "regr_avgy" or "regr_slope" or "regr_intercept" or "regr_r2" or "regr_sxx" or "regr_syy" or "regr_sxy"
            => [AsDouble(call.Arguments[0]), AsDouble(call.Arguments[1])],
        _ => [call.Arguments[0]],
    };

    /// <summary>An accumulator for the call.</summary>
    /// <param name="equalHashes">For tests: tables inside hash every key alike.</param>
    /// <param name="inBatches">Whether the rows handed over at once are a part of the group that may be reckoned by itself; false where rows must follow one another.</param>
    /// <param name="userFunctions">Finds the user's code; null where none is called.</param>
    public static Accumulator Create(AggregateCall call, MemoryBudget budget, bool equalHashes = false, IUserFunctions? userFunctions = null, bool inBatches = true)
    {
        if (call.User is not null)
            return User(call, budget, equalHashes, userFunctions);
        var distinct = call.Distinct || call.Function is "collect_set" or "approx_count_distinct";
        // The extremes, and what takes any row's value, are the same over distinct values.
        if (!distinct || call.Function is "min" or "max" or "first" or "first_value" or "any_value" or "bool_and" or "every" or "bool_or" or "any" or "some")
            return Plain(call, budget, inBatches);
        return new DistinctAccumulator(Plain(call, budget, inBatches), Inputs(call).Select(a => a.Type), budget, equalHashes);
    }

    /// <summary>The columns of a call's states, known without the code of a user's aggregate.</summary>
    public static StructType StateOf(AggregateCall call)
    {
        using var accumulator = Create(call, new MemoryBudget(), userFunctions: UserStateSchema.Instance);
        return accumulator.State;
    }

    private static Accumulator User(AggregateCall call, MemoryBudget budget, bool equalHashes, IUserFunctions? userFunctions)
    {
        var host = userFunctions ?? throw new UnreachableException($"{call.Name} is the user's, and this process has no user code");
        var accumulator = new UserAccumulator(host.Open(call, budget), budget);
        return call.Distinct ? new DistinctAccumulator(accumulator, call.Arguments.Select(a => a.Type), budget, equalHashes) : accumulator;
    }

    private static Accumulator Plain(AggregateCall call, MemoryBudget budget, bool inBatches)
    {
        var type = call.Arguments.Count == 0 ? DataType.Null : call.Arguments[0].Type;
        var mode = call.Function.StartsWith("try_", StringComparison.Ordinal) ? EvaluationMode.Try : call.Mode;
        switch (call.Function)
        {
            case "count" or "approx_count_distinct":
                return new CountAccumulator(budget);
            case "count_if":
                return new CountIfAccumulator(budget);
            case "sum" or "try_sum":
                return call.ResultType switch
                {
                    DecimalType result when type is DecimalType input => new DecimalSumAccumulator(input, result, average: false, mode, call.Origin, budget),
                    DoubleType or FloatType => new SumAccumulator<double, FloatingSum>(call.ResultType, mode, call.Origin, budget),
                    _ => new SumAccumulator<long, WholeSum>(call.ResultType, mode, call.Origin, budget),
                };
            case "avg" or "mean" or "try_avg":
                return call.ResultType is DecimalType average && type is DecimalType averaged
                    ? new DecimalSumAccumulator(averaged, average, average: true, mode, call.Origin, budget)
                    : new AverageAccumulator(call.ResultType, mode, call.Origin, budget);
            case "min" or "every" or "bool_and":
                return Extreme<Least>(type, budget);
            case "max" or "any" or "some" or "bool_or":
                return Extreme<Greatest>(type, budget);
            case "first" or "first_value" or "any_value":
                return new PositionAccumulator(type, last: false, IsTrue(call, 1), budget);
            case "last" or "last_value":
                return new PositionAccumulator(type, last: true, IsTrue(call, 1), budget);
            case "min_by" or "max_by" when call.Arguments.Count == 3:
                return new ExtremesByAccumulator(type, call.Arguments[1].Type, (int)Constant(call.Arguments[2])!, call.Function == "max_by", call.ResultType, budget);
            case "min_by":
                return new ExtremeByAccumulator<Least>(type, call.Arguments[1].Type, budget);
            case "max_by":
                return new ExtremeByAccumulator<Greatest>(type, call.Arguments[1].Type, budget);
            case "bit_and":
                return new BitAccumulator(BitOperation.And, type, budget);
            case "bit_or":
                return new BitAccumulator(BitOperation.Or, type, budget);
            case "bit_xor":
                return new BitAccumulator(BitOperation.Xor, type, budget);
            case "schema_of_variant_agg":
                return new VariantShapeAccumulator(budget);
            case "collect_list" or "array_agg":
                return new CollectListAccumulator(type, call.ResultType, budget);
            case "collect_set":
                return new CollectListAccumulator(type, call.ResultType, budget, isSet: true);
            case "collect_union":
                return new UnionAccumulator(type, call.ResultType, budget);
            case "mode":
                return new ModeAccumulator(type, IsTrue(call, 1) ? IsTrue(call, 2) : null, budget);
            case "listagg":
                return new ListAggregateAccumulator([.. Inputs(call).Select(i => i.Type)], [.. call.Ordering.Select(o => (o.Descending, o.NullsFirst))],
                    Constant(call.Arguments[1]) is ByteString delimiter ? delimiter : default, type, budget);
            case "histogram_numeric":
                return new HistogramAccumulator(type, (int)Constant(call.Arguments[1])!, call.ResultType, budget);
            case "count_min_sketch":
                return new CountMinSketchAccumulator(type, (double)Constant(call.Arguments[1])!, (double)Constant(call.Arguments[2])!, (long)Constant(call.Arguments[3])!, budget);
            case "approx_top_k":
                return new TopItemsAccumulator(type, (int)Constant(call.Arguments[1])!, 0, call.ResultType, budget);
            case "approx_top_k_accumulate":
                return new TopItemsAccumulator(type, null, (int)Constant(call.Arguments[1])!, call.ResultType, budget);
            case "approx_top_k_combine":
                return new TopItemsMerger(type, call.Arguments.Count == 2 ? (int)Constant(call.Arguments[1])! : null, budget);
            case "vector_sum" or "vector_avg":
                return new VectorAccumulator(call.Function, type, call.Origin, budget);
            case "bitmap_construct_agg":
                return new BitmapAccumulator(BitmapOperation.Construct, call.Origin, budget);
            case "bitmap_or_agg":
                return new BitmapAccumulator(BitmapOperation.Or, call.Origin, budget);
            case "bitmap_and_agg":
                return new BitmapAccumulator(BitmapOperation.And, call.Origin, budget);
            case "percentile_approx":
                return new ApproximatePercentileAccumulator(type, Fractions(call.Arguments[1]), Convert.ToInt64(Constant(call.Arguments[2]), System.Globalization.CultureInfo.InvariantCulture),
                    call.ResultType, budget);
            case "percentile" or "percentile_cont" or "percentile_disc" or "median":
                return Percentile(call, budget);
        }

        if (Moment(call.Function) is { } moment)
            return new MomentsAccumulator(moment, budget, inBatches);
        if (Covariance(call.Function) is { } covariance)
            return new CovarianceAccumulator(covariance, budget, inBatches);
        if (SketchAggregates.Create(call, budget) is { } sketch)
            return sketch;
        throw new UnreachableException($"there is no accumulator for {call.Function}: analysis resolves only functions of the catalogue");
    }

    private static MomentFunction? Moment(string function) => function switch
    {
        "var_pop" => MomentFunction.VariancePopulation,
        "variance" or "var_samp" => MomentFunction.VarianceSample,
        "stddev_pop" => MomentFunction.DeviationPopulation,
        "stddev" or "std" or "stddev_samp" => MomentFunction.DeviationSample,
        "skewness" => MomentFunction.Skewness,
        "kurtosis" => MomentFunction.Kurtosis,
        _ => null,
    };

    private static CovarianceFunction? Covariance(string function) => function switch
    {
        "covar_pop" => CovarianceFunction.Population,
        "covar_samp" => CovarianceFunction.Sample,
        "corr" => CovarianceFunction.Correlation,
        "regr_count" => CovarianceFunction.RegressionCount,
        "regr_avgx" => CovarianceFunction.RegressionAverageX,
        "regr_avgy" => CovarianceFunction.RegressionAverageY,
        "regr_slope" => CovarianceFunction.RegressionSlope,
        "regr_intercept" => CovarianceFunction.RegressionIntercept,
        "regr_r2" => CovarianceFunction.RegressionR2,
        "regr_sxx" => CovarianceFunction.RegressionSxx,
        "regr_syy" => CovarianceFunction.RegressionSyy,
        "regr_sxy" => CovarianceFunction.RegressionSxy,
        _ => null,
    };

    private static Accumulator Extreme<TExtreme>(DataType type, MemoryBudget budget) where TExtreme : struct, IExtreme => type.Physical switch
    {
        PhysicalType.Int8 => new MinMaxAccumulator<sbyte, TExtreme>(type, budget),
        PhysicalType.Int16 => new MinMaxAccumulator<short, TExtreme>(type, budget),
        PhysicalType.Int32 => new MinMaxAccumulator<int, TExtreme>(type, budget),
        PhysicalType.Int64 => new MinMaxAccumulator<long, TExtreme>(type, budget),
        PhysicalType.Float32 => new MinMaxAccumulator<float, TExtreme>(type, budget),
        PhysicalType.Float64 => new MinMaxAccumulator<double, TExtreme>(type, budget),
        _ => new CellMinMaxAccumulator<TExtreme>(type, budget),
    };

    private static PercentileAccumulator Percentile(AggregateCall call, MemoryBudget budget)
    {
        var within = call.Ordering.Count > 0;
        var fractions = call.Function == "median" ? [0.5] : Fractions(call.Arguments[within ? 0 : 1]);
        return new PercentileAccumulator([.. Inputs(call).Select(i => i.Type)], fractions, call.Function == "percentile_disc", within && call.Ordering[0].Descending, call.ResultType, call.Origin, budget);
    }

    /// <summary>Intervals are ranked as they are, everything else as a double.</summary>
    private static Expression Ranked(Expression value) => value.Type is YearMonthIntervalType or DayTimeIntervalType or TimeType ? value : AsDouble(value);

    /// <summary>The value of an argument that only configures the call.</summary>
    private static object? Constant(Expression expression) => expression switch
    {
        Literal literal => literal.Value,
        _ => ConstantFolder.Fold(expression, new MemoryBudget()).Value,
    };

    private static double[] Fractions(Expression expression) => expression switch
    {
        Literal { Value: ValueList<object?> items, Type: ArrayType array } => [.. items.Select(i => Fraction(i!, array.Element))],
        Literal { Value: { } value } => [Fraction(value, expression.Type)],
        Cast cast => Fractions(cast.Child),
        Call { Function: "array" } call => [.. call.Arguments.SelectMany(Fractions)],
        _ => throw new UnreachableException($"the percentage {expression.Sql} is not a constant"),
    };

    private static double Fraction(object value, DataType type) =>
        value is Int128 unscaled && type is DecimalType d ? (double)unscaled / Math.Pow(10, d.Scale) : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsTrue(AggregateCall call, int argument) => call.Arguments.Count > argument && call.Arguments[argument] is Literal { Value: true };

    private static Expression AsDouble(Expression value) => value.Type is DoubleType ? value : new Cast(value, DataType.Double, EvaluationMode.Ansi, Implicit: true) { Origin = value.Origin };
}
