using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Aggregates that put the values of a group together: lists, bitmaps, vectors, and what is frequent among them.</summary>
internal static class CollectingAggregates
{
    private static readonly TypePattern Ordinal = new FamilyPattern("NUMERIC", t => t is NumericType, DataType.Double, t => TypeFamilies.IsText(t) ? DataType.Double : null);

    private static readonly TypePattern Binned = Accept.OneOf(Ordinal, new FamilyPattern("DATE", t => t is DateType, DataType.Date, _ => null),
        new FamilyPattern("TIMESTAMP", t => t is TimestampType, DataType.Timestamp, _ => null), new FamilyPattern("TIMESTAMP_NTZ", t => t is TimestampNtzType, DataType.TimestampNtz, _ => null),
        Accept.YearMonth, Accept.DayTime, new FamilyPattern("TIME", t => t is TimeType, new TimeType(), _ => null));

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("agg_funcs")
        .Add("mode", FunctionKind.Aggregate, "The most frequent value; with true, or WITHIN GROUP, the first in order of those.", Mode)
        .Add("listagg, string_agg", FunctionKind.Aggregate, "Texts or binary values one after another, with a delimiter between them.", ListAggregate)
        .Add("collect_union", FunctionKind.Aggregate, "The distinct elements of all arrays.",
            call => Make(ArgumentBinder.Bind(call, Signature.Of(Accept.Array)), "collect_union", c => new ArrayType(((ArrayType)c.TypeOf(0)).Element, false), nullable: false))
        .Add("histogram_numeric", FunctionKind.Aggregate, "A histogram of at most so many bins, as centres and weights.", Histogram)
        .Add("count_min_sketch", FunctionKind.Aggregate, "A sketch of how often values were met, by relative error, confidence and seed.", CountMin)
        .Named(["column", "epsilon", "confidence", "seed"])
        .Add("bitmap_construct_agg", FunctionKind.Aggregate, "A bitmap with the bits set whose places the values are.",
            call => Make(ArgumentBinder.Bind(call, Signature.Of(Accept.Long)), "bitmap_construct_agg", Result.Is(DataType.Binary), nullable: false, traits: FunctionTraits.CanRaise))
        .Add("bitmap_or_agg", FunctionKind.Aggregate, "The bitmaps joined by OR.", call => Bitmaps(call, "bitmap_or_agg"))
        .Add("bitmap_and_agg", FunctionKind.Aggregate, "The bitmaps joined by AND.", call => Bitmaps(call, "bitmap_and_agg"))
        .Entries;

    private static Expression Make(CallSite bound, string id, Func<CallSite, DataType> result, bool nullable = true, FunctionTraits traits = FunctionTraits.None) =>
        new AggregateCall(id, bound.DisplayName, bound.Arguments, bound.Distinct, bound.Filter, bound.WithinGroup, result(bound), nullable, traits) { Origin = bound.Origin };

    private static Expression Mode(CallSite call)
    {
        if (call.Count == 0)
        {
            var key = OneKey(call);
            // Spark says DESC where the least is asked for: it picks the greatest in reverse order.
            var form = $"{call.DisplayName}() WITHIN GROUP (ORDER BY {call.Names.Of(key.Expression)}{(key.Descending ? "" : " DESC")})";
            return call.Named(new AggregateCall("mode", call.DisplayName, [key.Expression, Literal.Of(true), Literal.Of(key.Descending)], call.Distinct, call.Filter, [], key.Expression.Type, true,
                FunctionTraits.None) { Text = form }, form);
        }

        if (call.Count > 2)
            throw BindingErrors.WrongNumberOfArguments(call, "[0, 1, 2]");
        if (call.Count == 1)
            return Make(call with { WithinGroup = [] }, "mode", Result.As(0));
        if (!call[1].IsFoldable)
            throw BindingErrors.NotConstant(call, 1, "deterministic");
        if (call.ConstantOf(1) is null)
            throw BindingErrors.Mismatch(call, "UNEXPECTED_NULL", "deterministic must not be NULL.", ("exprName", "deterministic"));
        if (call.ConstantOf(1) is not bool deterministic)
            throw BindingErrors.UnexpectedType(call, 1, "\"BOOLEAN\"");
        var shown = deterministic ? $"{call.DisplayName}() WITHIN GROUP (ORDER BY {call.Names.Of(call[0])} DESC)" : call.FormOf([call[0]]);
        return call.Named(new AggregateCall("mode", call.DisplayName, [call[0], Literal.Of(deterministic), Literal.Of(false)], call.Distinct, call.Filter, [], call.TypeOf(0), true, FunctionTraits.None)
        {
            Text = shown,
        }, shown);
    }

    private static SortKey OneKey(CallSite call) => call.WithinGroup is [var key] ? key : throw new SpindleException(
        new ErrorClass($"INVALID_WITHIN_GROUP_EXPRESSION.{(call.WithinGroup.Count == 0 ? "WITHIN_GROUP_MISSING" : "WRONG_NUM_ORDERINGS")}", "42K0K"),
        $"{call.Name} needs WITHIN GROUP (ORDER BY one expression).", call.Origin, parameters: new Dictionary<string, string> { ["funcName"] = $"`{call.Name}`" });

    private static Expression ListAggregate(CallSite call)
    {
        var written = call.Count == 1 ? call.With([call[0], Literal.Null(DataType.Null)]) : call;
        var bound = ArgumentBinder.Bind(written, Signature.Of(Accept.OneOf(Accept.Text, Accept.Binary), Signature.MayLack(Accept.Any)));
        if (!bound[1].IsFoldable)
            throw BindingErrors.NotConstant(bound, 1, "delimiter");
        if (bound.TypeOf(1) is not NullType && bound.TypeOf(1) is BinaryType != bound.TypeOf(0) is BinaryType)
            throw BindingErrors.NoCommonType(bound, bound.Arguments);
        if (call.Distinct && call.WithinGroup.Count > 0)
            CheckDistinctOrder(call, bound);
        var form = bound.Form;
        if (call.WithinGroup.Count > 0)
            form = $"{(bound with { DisplayName = "listagg" }).Form} WITHIN GROUP (ORDER BY {string.Join(", ", call.WithinGroup.Select(k => $"{call.Names.Of(k.Expression)} {(k.Descending ? "DESC" : "ASC")} NULLS {(k.NullsFirst ? "FIRST" : "LAST")}"))})";
        return call.Named(new AggregateCall("listagg", call.DisplayName, bound.Arguments, call.Distinct, call.Filter, call.WithinGroup, bound.TypeOf(0), true, FunctionTraits.None)
        {
            Text = bound.Form,
        }, call.Filter is null ? form : $"{form} FILTER (WHERE {call.Names.Of(call.Filter)})");
    }

    /// <summary>Distinct values are told apart after they became text, so that only a cast that keeps values apart and in order may stand between the two.</summary>
    private static void CheckDistinctOrder(CallSite call, CallSite bound)
    {
        var (value, key) = (call[0], call.WithinGroup[0].Expression);
        var source = value;
        while (source is Cast cast && !source.Equals(key))
            source = cast.Child;
        if (call.WithinGroup.Count > 1 || !(source.Equals(key) || bound[0].Equals(key)))
        {
            throw new SpindleException(new ErrorClass("INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT", "42K0K"),
                $"{call.Name} with DISTINCT can be ordered by its argument alone.", call.Origin, parameters: new Dictionary<string, string>
                {
                    ["funcName"] = $"`{call.Name}`", ["funcArg"] = $"\"{call.Names.Of(value)}\"",
                    ["orderingExpr"] = string.Join(", ", call.WithinGroup.Select(k => $"\"{call.Names.Of(k.Expression)}\"")),
                });
        }

        var (from, to) = (key.Type, bound.TypeOf(0));
        if (TypeFamilies.Same(from, to) || from is IntegralType or DecimalType or BooleanType or DateType or TimeType or TimestampNtzType || TypeFamilies.IsText(from) || from is BinaryType)
            return;
        throw new SpindleException(new ErrorClass("INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT_UNSAFE_CAST", "42K0K"),
            $"{call.Name} with DISTINCT cannot be ordered by a {from.Sql} that becomes {to.Sql}: values could become equal.", call.Origin,
            parameters: new Dictionary<string, string> { ["funcName"] = $"`{call.Name}`", ["inputType"] = $"\"{from.Sql}\"", ["castType"] = $"\"{to.Sql}\"" });
    }

    private static Expression Histogram(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Binned, Accept.Int));
        if (!bound[1].IsFoldable)
            throw BindingErrors.NotConstant(bound, 1, "nb");
        if (bound.ConstantOf(1) is null && bound[1] is Literal)
            throw BindingErrors.Mismatch(bound, "UNEXPECTED_NULL", "the number of bins must not be NULL.", ("exprName", "nb"));
        if (bound.ConstantOf(1) is int and < 2 and var bins)
        {
            throw BindingErrors.Mismatch(bound, "VALUE_OUT_OF_RANGE", $"a histogram has at least two bins, not {bins}.", ("exprName", "nb"), ("valueRange", $"[2, {int.MaxValue}]"),
                ("currentValue", $"{bins}"));
        }

        return Make(bound, "histogram_numeric", c => new ArrayType(new StructType([new Field("x", c.TypeOf(0)), new Field("y", DataType.Double)]), true));
    }

    private static Expression CountMin(CallSite call)
    {
        if (call.Count != 4)
            throw BindingErrors.WrongNumberOfArguments(call, "4");
        if (call.TypeOf(0) is not (IntegralType or BinaryType or NullType) && !TypeFamilies.IsText(call.TypeOf(0)))
            throw BindingErrors.UnexpectedType(call, 0, "(\"INTEGRAL\" or \"STRING\" or \"BINARY\")");
        for (var i = 1; i < 4; i++)
            if (i < 3 ? call.TypeOf(i) is not DoubleType : call.TypeOf(i) is not (IntegerType or LongType))
                throw BindingErrors.UnexpectedType(call, i, i < 3 ? Accept.Double.Text : "(\"INT\" or \"BIGINT\")");
        var values = new object?[4];
        foreach (var (index, name) in new[] { (1, "eps"), (2, "confidence"), (3, "seed") })
        {
            if (!call[index].IsFoldable)
                throw BindingErrors.NotConstant(call, index, name);
            values[index] = Evaluation.ConstantFolder.Fold(call[index], new Columnar.Memory.MemoryBudget()).Value
                ?? throw BindingErrors.Mismatch(call, "UNEXPECTED_NULL", $"{name} must not be NULL.", ("exprName", name));
        }

        var (error, confidence) = ((double)values[1]!, (double)values[2]!);
        if (!(error > 0))
            throw OutOfRange(call, "eps", $"(0.0, {double.MaxValue}]", error);
        if (!(confidence is > 0 and < 1))
            throw OutOfRange(call, "confidence", "(0.0, 1.0]", confidence);
        var seed = Convert.ToInt64(values[3], System.Globalization.CultureInfo.InvariantCulture);
        ValueList<Expression> arguments = [call[0], new Literal(error, DataType.Double), new Literal(confidence, DataType.Double), new Literal(seed, DataType.Long)];
        return call.Named(new AggregateCall("count_min_sketch", call.DisplayName, arguments, call.Distinct, call.Filter, [], DataType.Binary, false, FunctionTraits.None) { Text = call.Form }, call.Form);
    }

    private static SpindleException OutOfRange(CallSite call, string name, string range, double value) => BindingErrors.Mismatch(call, "VALUE_OUT_OF_RANGE", $"{name} must be within {range}.",
        ("exprName", name), ("valueRange", range), ("currentValue", value.ToString(System.Globalization.CultureInfo.InvariantCulture) + "D"));

    private static Expression Bitmaps(CallSite call, string id)
    {
        if (call.Count != 1)
            throw BindingErrors.WrongNumberOfArguments(call, "1");
        return call.TypeOf(0) is BinaryType ? Make(call, id, Result.Is(DataType.Binary), nullable: false) : throw BindingErrors.UnexpectedType(call, 0, "\"BINARY\"");
    }
}
