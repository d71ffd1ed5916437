using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Sketches;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>
/// Sketches of distinct values, keys and quantiles. They mean what Spark's do, and have bytes of their own: neither reads the other's.
/// </summary>
internal static class SketchFunctions
{
    private static readonly TypePattern Key = Accept.OneOf(Accept.Long, Accept.Double, Accept.Text, Accept.Binary);

    private static readonly Literal Entries = Literal.Of(KeySketch.DefaultBits), Sum = Literal.Of("sum");

    public static IReadOnlyList<FunctionEntry> Aggregates { get; } = AddAggregates(new FamilyBuilder("agg_funcs")).Entries;

    public static IReadOnlyList<FunctionEntry> Scalars { get; } = AddScalars(new FamilyBuilder("sketch_funcs")).Entries;

    private static FamilyBuilder AddAggregates(FamilyBuilder family)
    {
        family.Add("hll_sketch_agg", FunctionKind.Aggregate, "A sketch of the distinct values, of so many bits (4 to 21).", call => Aggregate(call, [Accept.OneOf(Accept.Long, Accept.Text, Accept.Binary), Accept.Int], [Literal.Of(DistinctSketch.DefaultBits)], CheckBits))
            .Add("hll_union_agg", FunctionKind.Aggregate, "Several sketches of distinct values as one; true as second argument lets their sizes differ.", call => Aggregate(call, [Accept.Binary, Accept.Boolean], [Literal.Of(false)]))
            .Add("theta_sketch_agg", FunctionKind.Aggregate, "A sketch of the distinct keys, of 2 to the power of so many entries (4 to 26).", call => Aggregate(call, [Key, Accept.Int], [Entries], CheckEntries))
            .Add("theta_union_agg", FunctionKind.Aggregate, "The keys of several sketches.", call => Aggregate(call, [Accept.Binary, Accept.Int], [Entries], CheckEntries))
            .Add("theta_intersection_agg", FunctionKind.Aggregate, "The keys that all of several sketches have.", call => Aggregate(call, [Accept.Binary], []));
        foreach (var (suffix, summary) in new[] { ("double", Accept.Double), ("integer", Accept.Long) })
        {
            family.Add($"tuple_sketch_agg_{suffix}", FunctionKind.Aggregate, "A sketch of the distinct keys, each with a summary of its values: sum, min, max or alwaysone.", call => Aggregate(call, [Key, summary, Accept.Int, Accept.Text], [Entries, Sum], CheckTuple))
                .Add($"tuple_union_agg_{suffix}", FunctionKind.Aggregate, "The keys of several sketches, their summaries as one.", call => Aggregate(call, [Accept.Binary, Accept.Int, Accept.Text], [Entries, Sum], CheckTuple))
                .Add($"tuple_intersection_agg_{suffix}", FunctionKind.Aggregate, "The keys that all of several sketches have, their summaries as one.", call => Aggregate(call, [Accept.Binary, Accept.Text], [Sum], CheckTuple));
        }

        foreach (var (suffix, type) in new[] { ("bigint", Accept.Long), ("double", Accept.Double), ("float", Accept.Double) })
        {
            family.Add($"kll_sketch_agg_{suffix}", FunctionKind.Aggregate, "A sketch of the values' quantiles, of a size from 8 to 65535.", call => Aggregate(call, [type, Signature.MayLack(Accept.Int)], [], CheckSize))
                .Add($"kll_merge_agg_{suffix}", FunctionKind.Aggregate, "Several sketches of quantiles as one.", call => Aggregate(call, [Accept.Binary, Signature.MayLack(Accept.Int)], [], CheckSize));
        }

        return family;
    }

    private static FamilyBuilder AddScalars(FamilyBuilder family)
    {
        Parameter sketch = Accept.Binary, entries = Signature.Optional(Accept.Int, Entries), mode = Signature.Optional(Accept.Text, Sum);
        Add(family, "hll_sketch_estimate", "How many distinct values a sketch is of.", DataType.Long, sketch);
        Add(family, "hll_union", "Two sketches of distinct values as one; true as third argument lets their sizes differ.", DataType.Binary, sketch, sketch, Signature.Optional(Accept.Boolean, Literal.Of(false)));
        Add(family, "theta_sketch_estimate", "How many distinct keys a sketch is of.", DataType.Long, sketch);
        Add(family, "theta_union", "The keys of two sketches.", DataType.Binary, sketch, sketch, entries);
        Add(family, "theta_intersection", "The keys that both sketches have.", DataType.Binary, sketch, sketch);
        Add(family, "theta_difference", "The keys of a sketch that another has not.", DataType.Binary, sketch, sketch);
        foreach (var (suffix, type) in new (string, DataType)[] { ("double", DataType.Double), ("integer", DataType.Long) })
        {
            Add(family, $"tuple_sketch_estimate_{suffix}", "How many distinct keys a sketch is of.", DataType.Double, sketch);
            Add(family, $"tuple_sketch_theta_{suffix}", "The share of all keys that a sketch keeps.", DataType.Double, sketch);
            Add(family, $"tuple_sketch_summary_{suffix}", "The summaries of all keys of a sketch as one: sum, min, max or alwaysone.", type, sketch, mode);
            foreach (var other in new[] { "", "theta_" })
            {
                Add(family, $"tuple_union_{other}{suffix}", "The keys of two sketches, their summaries as one.", DataType.Binary, sketch, sketch, entries, mode);
                Add(family, $"tuple_intersection_{other}{suffix}", "The keys that both sketches have, their summaries as one.", DataType.Binary, sketch, sketch, mode);
                Add(family, $"tuple_difference_{other}{suffix}", "The keys of a sketch that another has not, with their summaries.", DataType.Binary, sketch, sketch);
            }
        }

        foreach (var (suffix, type) in new (string, DataType)[] { ("bigint", DataType.Long), ("double", DataType.Double), ("float", DataType.Float) })
        {
            Add(family, $"kll_sketch_get_n_{suffix}", "How many values a sketch is of.", DataType.Long, sketch);
            Add(family, $"kll_sketch_to_string_{suffix}", "What a sketch holds, for readers.", DataType.String, sketch);
            Add(family, $"kll_sketch_merge_{suffix}", "Two sketches of quantiles as one.", DataType.Binary, sketch, sketch);
            Add(family, $"kll_sketch_get_quantile_{suffix}", "The value at a rank from 0 to 1, or at each of several.", type, sketch, Accept.OneOf(Accept.Double, Accept.ArrayOf(DataType.Double)));
            Add(family, $"kll_sketch_get_rank_{suffix}", "The share of values that one, or each of several, is not below.", DataType.Double, sketch, Accept.OneOf(new ExactPattern(type), Accept.ArrayOf(type)));
        }

        return family;
    }

    private static void Add(FamilyBuilder family, string name, string description, DataType result, params Parameter[] parameters)
    {
        var signature = Signature.Of(parameters);
        family.Add(name, FunctionKind.Scalar, description, call =>
        {
            if (name.StartsWith("tuple_union", StringComparison.Ordinal) && call.Count < 2)
                throw Missing(call, name.Contains("_theta_", StringComparison.Ordinal) || call.Count == 1 ? "second" : "first");
            var bound = ArgumentBinder.Bind(call, signature);
            CheckTuple(bound);
            var type = bound.Count > 1 && bound.TypeOf(1) is ArrayType ? new ArrayType(result) : result;
            return call.Named(new Call(name, call.DisplayName, bound.Arguments, type, true, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant) { Origin = call.Origin }, bound.Form);
        });
    }

    private static Expression Aggregate(CallSite call, Parameter[] parameters, Literal[] defaults, Action<CallSite>? check = null)
    {
        var given = parameters.Select((p, i) => i >= parameters.Length - defaults.Length ? p with { Default = defaults[i - (parameters.Length - defaults.Length)] } : p).ToArray();
        var bound = ArgumentBinder.Bind(call, Signature.Of(given));
        check?.Invoke(bound);
        var constants = bound.Arguments.Select((a, i) => i < Values(call.Name) ? a : ConstantFolder.Fold(a, new Columnar.Memory.MemoryBudget()));
        return call.Named(new AggregateCall(call.Name.ToLowerInvariant(), call.DisplayName, constants.ToValueList(), call.Distinct, call.Filter, [], DataType.Binary, false, FunctionTraits.CanRaise)
        {
            Origin = call.Origin, Text = bound.Form,
        }, call.Filter is null ? bound.Form : $"{bound.Form} FILTER (WHERE {call.Names.Of(call.Filter)})");
    }

    // What comes before the constants.
    private static int Values(string name) => name.StartsWith("tuple_sketch", StringComparison.OrdinalIgnoreCase) ? 2 : 1;

    private static object? Constant(CallSite call, int index) => ConstantFolder.Fold(call[index], new Columnar.Memory.MemoryBudget()).Value;

    private static void CheckBits(CallSite call)
    {
        if (!call[1].IsFoldable)
            throw SketchErrors.NotConstant("HLL_K_MUST_BE_CONSTANT", call.Name, call.Origin);
        if (Constant(call, 1) is not (int and >= DistinctSketch.LeastBits and <= DistinctSketch.MostBits))
            throw SketchErrors.InvalidBits(call.Name, Constant(call, 1) as int? ?? 0, call.Origin);
    }

    private static void CheckEntries(CallSite call)
    {
        if (!call[1].IsFoldable)
            throw SketchErrors.NotConstant("THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT", call.Name, call.Origin);
        if (Constant(call, 1) is not (int and >= KeySketch.LeastBits and <= KeySketch.MostBits))
            throw SketchErrors.InvalidEntries(call.Name, Constant(call, 1) as int? ?? 0, call.Origin);
    }

    private static void CheckSize(CallSite call)
    {
        if (call.Count < 2)
            return;
        if (!call[1].IsFoldable)
            throw SketchErrors.NotConstant("KLL_SKETCH_K_MUST_BE_CONSTANT", call.Name, call.Origin, "functionName");
        if (Constant(call, 1) is not int size)
            throw Null(call, "k");
        if (size is < SketchForm.LeastQuantiles or > SketchForm.MostQuantiles)
            throw Hint(call, $"the size of a sketch of quantiles is from {SketchForm.LeastQuantiles} to {SketchForm.MostQuantiles}, not {size}.");
    }

    /// <summary>The number of entries and the mode of a tuple sketch, wherever they stand.</summary>
    private static void CheckTuple(CallSite call)
    {
        if (!call.Name.StartsWith("tuple_", StringComparison.OrdinalIgnoreCase))
            return;
        for (var i = Values(call.Name); i < call.Count; i++)
        {
            if (call.TypeOf(i) is BinaryType)
                continue;
            var name = call.TypeOf(i) is IntegerType ? "lgNomEntries" : "mode";
            if (!call[i].IsFoldable)
                throw BindingErrors.NotConstant(call, i, name);
            switch (Constant(call, i))
            {
                case null:
                    throw Null(call, name);
                case int entries and (< KeySketch.LeastBits or > KeySketch.MostBits):
                    throw Hint(call, SketchErrors.InvalidEntries(call.Name, entries, call.Origin).Message);
                case ByteString mode when SketchForm.ModeOf(mode.ToString()) is null:
                    throw Hint(call, SketchErrors.InvalidMode(call.Name, mode.ToString(), call.Origin).Message);
            }
        }
    }

    private static SpindleException Null(CallSite call, string parameter) => BindingErrors.Mismatch(call, "UNEXPECTED_NULL", $"{parameter} must not be NULL.", ("exprName", parameter));

    private static SpindleException Hint(CallSite call, string message) => BindingErrors.Mismatch(call, "TYPE_CHECK_FAILURE_WITH_HINT", message, ("msg", message), ("hint", ""));

    private static SpindleException Missing(CallSite call, string parameter) => new(new ErrorClass("REQUIRED_PARAMETER_NOT_FOUND", "4274K"), $"{call.Name} lacks its argument {parameter}.", call.Origin,
        parameters: new Dictionary<string, string> { ["routineName"] = $"`{call.Name}`", ["parameterName"] = $"`{parameter}`", ["index"] = "0" });
}
