using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Aggregates of statistics: percentiles, regressions, counts of distinct values. Percentages are constants between 0 and 1.</summary>
internal static class StatisticsFunctions
{
    private static readonly Signature TwoDoubles = Signature.Of(Accept.Double, Accept.Double);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = Build();

    private static IReadOnlyList<FunctionEntry> Build()
    {
        var family = new FamilyBuilder("agg_funcs")
            .Add("approx_count_distinct", FunctionKind.Aggregate, "How many distinct values.",
                call => Make(call, "approx_count_distinct", ArgumentBinder.Bind(call, Signature.Of(Accept.Any)).Arguments, DataType.Long, false))
            .Add("median", FunctionKind.Aggregate, "The middle value.",
                call => ArgumentBinder.Bind(call, Signature.Of(Ranked)) is var bound ? Make(bound, "median", bound.Arguments, RankedResult(bound.TypeOf(0)), true) : call[0])
            .Add("percentile_approx, approx_percentile", FunctionKind.Aggregate, "An actual value below which about a share of the rows lies.", Approximate)
            .Add("percentile", FunctionKind.Aggregate, "The value below which a share of the rows lies, interpolated.", Percentile)
            .Add("percentile_cont", FunctionKind.Aggregate, "The interpolated value at a share of the rows in order.", call => WithinGroup(call, "percentile_cont"))
            .Add("percentile_disc", FunctionKind.Aggregate, "The value at a share of the rows in order.", call => WithinGroup(call, "percentile_disc"));
        foreach (var (name, description) in new[]
        {
            ("regr_slope", "The slope of the regression line."),
            ("regr_intercept", "Where the regression line meets the y axis."), ("regr_r2", "The coefficient of determination."),
            ("regr_sxx", "The sum of squares of the independent values."), ("regr_syy", "The sum of squares of the dependent values."), ("regr_sxy", "The sum of products of both."),
        })
        {
            family.Add(name, FunctionKind.Aggregate, description, call => Make(call, name, ArgumentBinder.Bind(call, TwoDoubles).Arguments, DataType.Double, true));
        }

        family.Add("regr_avgx", FunctionKind.Aggregate, "The mean of the independent values.", call => MeanOfPairs(call, 1), needsKernel: false)
            .Add("regr_avgy", FunctionKind.Aggregate, "The mean of the dependent values.", call => MeanOfPairs(call, 0), needsKernel: false);
        family.Add("regr_count", FunctionKind.Aggregate, "How many rows have both values.",
            call => Make(call, "regr_count", ArgumentBinder.Bind(call, TwoDoubles).Arguments, DataType.Long, false));
        return family.Entries;
    }

    private static AggregateCall Make(CallSite call, string id, ValueList<Expression> arguments, DataType type, bool nullable) =>
        new(id, call.DisplayName, arguments, call.Distinct, call.Filter, call.WithinGroup, type, nullable, FunctionTraits.None) { Origin = call.Origin };

    /// <summary>The mean of one value of the pairs in which both are known, as avg has it.</summary>
    private static Expression MeanOfPairs(CallSite call, int index)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Numeric, Accept.Numeric));
        var value = new Case([new And(new IsNotNull(bound[0]), new IsNotNull(bound[1]))], [bound[index]], null) { Origin = call.Origin };
        var mean = (AggregateCall)AggregateFunctions.Average(bound.With([value]), call.Session.Mode);
        return call.Named(mean with { Text = bound.Form }, call.Filter is null ? bound.Form : $"{bound.Form} FILTER (WHERE {call.Names.Of(call.Filter)})");
    }

    private static readonly TypePattern Ranked = Accept.OneOf(Accept.Numeric, Accept.DayTime, Accept.YearMonth);

    private static readonly TypePattern Shares = Accept.OneOf(Accept.Double, new ExactPattern(new ArrayType(DataType.Double, false)));

    private static DataType RankedResult(DataType type) => type switch
    {
        YearMonthIntervalType => new YearMonthIntervalType(),
        DayTimeIntervalType => new DayTimeIntervalType(),
        TimeType => type,
        _ => DataType.Double,
    };

    private static Expression Percentile(CallSite call)
    {
        var full = call.Count == 2 ? call.With([.. call.Arguments, Literal.Of(1)]) : call;
        if (full.Count is < 2 or > 3)
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var bound = ArgumentBinder.Bind(full, Signature.Of(Ranked, Shares, Accept.Integral));
        CheckNullShares(full, 1);
        CheckShare(bound, 1);
        var one = RankedResult(bound.TypeOf(0));
        DataType type = bound.TypeOf(1) is ArrayType ? new ArrayType(one, false) : one;
        var form = full.Form;
        var arguments = call.Count == 2 ? bound.Arguments.Take(2).ToValueList() : bound.Arguments;
        return call.Named(Make(bound, "percentile", arguments, type, true) with { Text = form, Traits = FunctionTraits.CanRaise },
            call.Filter is null ? form : $"{form} FILTER (WHERE {call.Names.Of(call.Filter)})");
    }

    private static Expression Approximate(CallSite call)
    {
        var full = call.Count == 2 ? call.With([.. call.Arguments, Literal.Of(10_000)]) : call;
        if (full.Count is < 2 or > 3)
            throw BindingErrors.WrongNumberOfArguments(call, "[2, 3]");
        var values = Accept.OneOf(Accept.Numeric, new FamilyPattern("DATE", t => t is DateType, DataType.Date, _ => null),
            new FamilyPattern("TIMESTAMP", t => t is TimestampType, DataType.Timestamp, _ => null), new FamilyPattern("TIMESTAMP_NTZ", t => t is TimestampNtzType, DataType.TimestampNtz, _ => null),
            Accept.YearMonth, Accept.DayTime, new FamilyPattern("TIME", t => t is TimeType, new TimeType(), _ => null));
        var bound = ArgumentBinder.Bind(full, Signature.Of(values, Shares, Accept.Integral));
        CheckNullShares(full, 1);
        CheckShare(bound, 1);
        if (!bound[2].IsFoldable)
            throw BindingErrors.NotConstant(bound, 2, "accuracy");
        var accuracy = bound.ConstantOf(2) is { } given ? Convert.ToInt64(given, System.Globalization.CultureInfo.InvariantCulture) : (long?)null;
        if (accuracy is null && bound[2] is Literal)
            throw BindingErrors.Mismatch(bound, "UNEXPECTED_NULL", "the accuracy must not be NULL.", ("exprName", "accuracy"));
        if (accuracy is < 1 or > int.MaxValue)
        {
            throw BindingErrors.Mismatch(bound, "VALUE_OUT_OF_RANGE", $"the accuracy must be positive and at most {int.MaxValue}.",
                ("exprName", "accuracy"), ("valueRange", $"(0, {int.MaxValue}]"), ("currentValue", $"{accuracy}L"));
        }

        DataType type = bound.TypeOf(1) is ArrayType ? new ArrayType(bound.TypeOf(0), false) : bound.TypeOf(0);
        var form = full.Form;
        return call.Named(Make(bound, "percentile_approx", bound.Arguments, type, true) with { Text = form }, call.Filter is null ? form : $"{form} FILTER (WHERE {call.Names.Of(call.Filter)})");
    }

    /// <summary>A null inside an array of percentages has no type to be cast to.</summary>
    private static void CheckNullShares(CallSite call, int index)
    {
        if (call.TypeOf(index) is ArrayType { ContainsNull: true })
            throw BindingErrors.UnexpectedType(call, index, Shares.Text);
    }

    private static Expression WithinGroup(CallSite call, string id)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Double));
        if (call.WithinGroup is not [var key])
        {
            throw new SpindleException(new ErrorClass($"INVALID_WITHIN_GROUP_EXPRESSION.{(call.WithinGroup.Count == 0 ? "WITHIN_GROUP_MISSING" : "WRONG_NUM_ORDERINGS")}", "42K0K"),
                $"{id} needs WITHIN GROUP (ORDER BY one expression).", call.Origin, parameters: new Dictionary<string, string> { ["funcName"] = $"`{id}`" });
        }

        CheckShare(bound, 0);
        var shown = call.With([key.Expression, .. call.Arguments]);
        var type = Ranked.Coerce(key.Expression.Type) ?? throw BindingErrors.UnexpectedType(shown, 0, $"({Ranked.Text} or \"TIME\")");
        var ordered = bound with { WithinGroup = [key with { Expression = call.Convert(key.Expression, type) }] };
        var form = $"{call.Form} WITHIN GROUP (ORDER BY {call.Names.Of(key.Expression)}{(key.Descending ? " DESC" : "")})";
        return call.Named(Make(ordered, id, bound.Arguments, RankedResult(type), true), call.Filter is null ? form : $"{form} FILTER (WHERE {call.Names.Of(call.Filter)})");
    }

    /// <summary>The percentage is a constant from 0 to 1, or an array of such.</summary>
    private static void CheckShare(CallSite call, int index)
    {
        if (!call[index].IsFoldable)
            throw BindingErrors.NotConstant(call, index, "percentage");
        foreach (var literal in call[index].SelfAndDescendants().OfType<Literal>())
        {
            if (literal.Value is null)
                throw BindingErrors.Mismatch(call, "UNEXPECTED_NULL", "the percentage must not be NULL.", ("exprName", "percentage"));
            var share = literal.Value switch
            {
                double d => d,
                float f => f,
                int i => i,
                Int128 unscaled when literal.Type is DecimalType d => (double)unscaled / Math.Pow(10, d.Scale),
                _ => 0,
            };
            if (!(share is >= 0 and <= 1))
            {
                throw BindingErrors.Mismatch(call, "VALUE_OUT_OF_RANGE", $"the percentage must be between 0.0 and 1.0, not {literal.Sql}.",
                    ("exprName", "percentage"), ("valueRange", "[0.0, 1.0]"), ("currentValue", literal.Sql));
            }
        }
    }
}
