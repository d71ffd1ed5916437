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
                call => Make(call, "median", ArgumentBinder.Bind(call, Signature.Of(Accept.Double)).Arguments, DataType.Double, true))
            .Add("percentile", FunctionKind.Aggregate, "The value below which a share of the rows lies, interpolated.", Percentile)
            .Add("percentile_cont", FunctionKind.Aggregate, "The interpolated value at a share of the rows in order.", call => WithinGroup(call, "percentile_cont"))
            .Add("percentile_disc", FunctionKind.Aggregate, "The value at a share of the rows in order.", call => WithinGroup(call, "percentile_disc"));
        foreach (var (name, description) in new[]
        {
            ("regr_avgx", "The mean of the independent values."), ("regr_avgy", "The mean of the dependent values."), ("regr_slope", "The slope of the regression line."),
            ("regr_intercept", "Where the regression line meets the y axis."), ("regr_r2", "The coefficient of determination."),
            ("regr_sxx", "The sum of squares of the independent values."), ("regr_syy", "The sum of squares of the dependent values."), ("regr_sxy", "The sum of products of both."),
        })
        {
            family.Add(name, FunctionKind.Aggregate, description, call => Make(call, name, ArgumentBinder.Bind(call, TwoDoubles).Arguments, DataType.Double, true));
        }

        family.Add("regr_count", FunctionKind.Aggregate, "How many rows have both values.",
            call => Make(call, "regr_count", ArgumentBinder.Bind(call, TwoDoubles).Arguments, DataType.Long, false));
        return family.Entries;
    }

    private static AggregateCall Make(CallSite call, string id, ValueList<Expression> arguments, DataType type, bool nullable) =>
        new(id, call.DisplayName, arguments, call.Distinct, call.Filter, call.WithinGroup, type, nullable, FunctionTraits.None) { Origin = call.Origin };

    private static Expression Percentile(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Double, Accept.OneOf(Accept.Double, Accept.ArrayOf(DataType.Double))));
        CheckShare(bound, 1);
        DataType type = bound.TypeOf(1) is ArrayType ? new ArrayType(DataType.Double, false) : DataType.Double;
        var form = call.FormOf([.. bound.Arguments, Literal.Of(1)]);
        return call.Named(Make(bound, "percentile", bound.Arguments, type, true) with { Text = form }, call.Filter is null ? form : $"{form} FILTER (WHERE {call.Names.Of(call.Filter)})");
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
        var ordered = bound with { WithinGroup = [key with { Expression = call.Convert(key.Expression, DataType.Double) }] };
        var form = $"{call.Form} WITHIN GROUP (ORDER BY {call.Names.Of(key.Expression)}{(key.Descending ? " DESC" : "")})";
        return call.Named(Make(ordered, id, bound.Arguments, DataType.Double, true), call.Filter is null ? form : $"{form} FILTER (WHERE {call.Names.Of(call.Filter)})");
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
