using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Operators;

/// <summary>Comparisons, AND/OR/NOT, IN, BETWEEN, null tests and pattern matches.</summary>
internal static class PredicateOperators
{
    private static readonly Signature One = Signature.Of(Accept.Any);
    private static readonly Signature Two = Signature.Of(Accept.Any, Accept.Any);
    private static readonly Signature Conditions = Signature.Of(Accept.Boolean, Accept.Boolean);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("predicate_funcs")
        .Add("=, ==", FunctionKind.Scalar, "True when the operands are equal.", call => Compare(call, ComparisonOperator.Equal), needsKernel: false)
        .Add("<>, !=", FunctionKind.Scalar, "True when the operands differ.", call => Compare(call, ComparisonOperator.NotEqual), needsKernel: false)
        .Add("<", FunctionKind.Scalar, "True when the left operand is less.", call => Compare(call, ComparisonOperator.Less), needsKernel: false)
        .Add("<=", FunctionKind.Scalar, "True when the left operand is not greater.", call => Compare(call, ComparisonOperator.LessOrEqual), needsKernel: false)
        .Add(">", FunctionKind.Scalar, "True when the left operand is greater.", call => Compare(call, ComparisonOperator.Greater), needsKernel: false)
        .Add(">=", FunctionKind.Scalar, "True when the left operand is not less.", call => Compare(call, ComparisonOperator.GreaterOrEqual), needsKernel: false)
        .Add("<=>", FunctionKind.Scalar, "True when the operands are equal or both null.", call => Compare(call, ComparisonOperator.NullSafeEqual), needsKernel: false)
        .Rewrite("equal_null", "True when the operands are equal or both null.", Two, call => Compare(call with { Name = "<=>" }, ComparisonOperator.NullSafeEqual))
        .Add("and", FunctionKind.Scalar, "True when both conditions are.", call => Connect(call, (l, r) => new And(l, r)), needsKernel: false)
        .Add("or", FunctionKind.Scalar, "True when one condition is.", call => Connect(call, (l, r) => new Or(l, r)), needsKernel: false)
        .Add("not, !", FunctionKind.Scalar, "True when the condition is false.", call => new Not(ArgumentBinder.Bind(call, Signature.Of(Accept.Boolean))[0]) { Origin = call.Origin }, needsKernel: false)
        .Add("isnull", FunctionKind.Scalar, "True when the value is null.", call => new IsNull(ArgumentBinder.Bind(call, One)[0]) { Origin = call.Origin }, needsKernel: false)
        .Add("isnotnull", FunctionKind.Scalar, "True when the value is not null.", call => new IsNotNull(ArgumentBinder.Bind(call, One)[0]) { Origin = call.Origin }, needsKernel: false)
        .Add("in", FunctionKind.Scalar, "True when the value equals one of the others.", In, needsKernel: false)
        .Add("between", FunctionKind.Scalar, "True when the value lies between two bounds, both included.", Between, needsKernel: false)
        .Add("like", FunctionKind.Scalar, "Matches text against a pattern of % and _.", call => Like(call, "like", "LIKE"))
        .Add("like any", FunctionKind.Scalar, "True when one of the patterns matches.", call => LikeMany(call, any: true, negated: false), needsKernel: false)
        .Add("like all", FunctionKind.Scalar, "True when all of the patterns match.", call => LikeMany(call, any: false, negated: false), needsKernel: false)
        .Add("not like any", FunctionKind.Scalar, "True when one of the patterns does not match.", call => LikeMany(call, any: true, negated: true), needsKernel: false)
        .Add("not like all", FunctionKind.Scalar, "True when none of the patterns matches.", call => LikeMany(call, any: false, negated: true), needsKernel: false)
        .Add("ilike", FunctionKind.Scalar, "LIKE without regard to case.", call => Like(call, "ilike", "ILIKE"))
        .Add("rlike:RLIKE, regexp:REGEXP, regexp_like:REGEXP_LIKE", FunctionKind.Scalar, "True when a regular expression matches somewhere in the text.", RLike)
        .Scalar("isnan", "True when the number is NaN; false for null.", Signature.Of(Accept.OneOf(Accept.Double, DataType.Float)), DataType.Boolean, Nulls.Never)
        .Entries;

    /// <summary>The comparison of two operands in their common type.</summary>
    public static Expression Compare(CallSite call, ComparisonOperator op)
    {
        call = ArgumentBinder.Bind(call, Two);
        var form = $"({call.Names.Of(call[0])} {(call.Name == "==" ? "=" : call.Name)} {call.Names.Of(call[1])})";
        if (WholeComparison.Of(call, op) is { } whole)
            return whole;
        var common = CommonType.Wider(call.TypeOf(0), call.TypeOf(1)) ?? throw BindingErrors.DifferentTypes(call, form);
        if (op is ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.NullSafeEqual ? HasMap(common) : !TypeFamilies.IsOrderable(common))
            throw BindingErrors.NotOrderable(call with { DisplayName = call.Name }, common);
        var (left, right) = (call.Convert(call[0], common), call.Convert(call[1], common));
        var comparison = new Comparison(op, Collations.KeyOf(left), Collations.KeyOf(right)) { Origin = call.Origin };
        return ReferenceEquals(comparison.Left, left) ? comparison : call.Named(comparison, form);
    }

    private static bool HasMap(DataType type) => type switch
    {
        MapType or VariantType => true,
        ArrayType array => HasMap(array.Element),
        StructType fields => fields.Fields.Any(f => HasMap(f.Type)),
        _ => false,
    };

    private static Expression Connect(CallSite call, Func<Expression, Expression, Expression> make)
    {
        foreach (var (argument, other) in new[] { (0, 1), (1, 0) })
        {
            if (call.Count == 2 && call.TypeOf(argument) is not (BooleanType or NullType) && !TypeFamilies.IsText(call.TypeOf(argument)))
            {
                var form = $"({call.Names.Of(call[0])} {call.Name.ToUpperInvariant()} {call.Names.Of(call[1])})";
                throw TypeFamilies.Same(call.TypeOf(argument), call.TypeOf(other))
                    ? BindingErrors.WrongOperandType(call, form, call.TypeOf(argument), "\"BOOLEAN\"")
                    : BindingErrors.DifferentTypes(call, form);
            }
        }

        var bound = ArgumentBinder.Bind(call, Conditions);
        return make(bound[0], bound[1]) with { Origin = call.Origin };
    }

    private static Expression In(CallSite call)
    {
        if (call.Count < 2)
            throw BindingErrors.WrongNumberOfArguments(call, "> 1");
        var common = CommonType.Wider(call.Arguments.Select(a => Named(a.Type, call.TypeOf(0)))) ?? throw BindingErrors.NoCommonType(call, call.Arguments);
        if (HasMap(common))
            throw BindingErrors.NotOrderable(call, common);
        var form = $"({call.Names.Of(call[0])} IN ({string.Join(", ", call.Arguments.Skip(1).Select(call.Names.Of))}))";
        var values = call.Arguments.Select(a => Collations.KeyOf(call.Convert(a, common))).ToList();
        var list = new InList(values[0], values.Skip(1).ToValueList()) { Origin = call.Origin };
        return common is StringType { Collation: not StringType.Utf8Binary } ? call.Named(list, form) : list;
    }

    // Rows are compared field by field, whatever the fields are called: (a, b) IN ((1, 2)).
    private static DataType Named(DataType type, DataType first) => (type, first) switch
    {
        (StructType given, StructType names) when given.Fields.Count == names.Fields.Count =>
            new StructType(given.Fields.Select((f, i) => f with { Name = names.Fields[i].Name, Type = Named(f.Type, names.Fields[i].Type) }).ToValueList()),
        (ArrayType given, ArrayType names) => given with { Element = Named(given.Element, names.Element) },
        _ => type,
    };

    private static Expression Between(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Any, Accept.Any, Accept.Any));
        var form = $"between({string.Join(", ", call.Arguments.Select(call.Names.Of))})";
        var low = Compare(call.With([call[0], call[1]]) with { Name = ">=" }, ComparisonOperator.GreaterOrEqual);
        var high = Compare(call.With([call[0], call[2]]) with { Name = "<=" }, ComparisonOperator.LessOrEqual);
        return call.Named(new And(low, high), form);
    }

    private static Expression Like(CallSite call, string id, string word)
    {
        var asFunction = call.Name == word ? call with { DisplayName = word } : call;
        call = ArgumentBinder.Bind(asFunction, Signature.Of(Accept.Text, Accept.Text, Signature.Optional(Accept.Text, Literal.Of("\\"))));
        var form = $"{call.Names.Of(call[0])} {word} {call.Names.Of(call[1])}{(call.ConstantOf(2) is ByteString escape && escape.ToString() != "\\" ? $" ESCAPE '{escape}'" : "")}";
        if (id == "ilike")
            form = $"{id}({call.Names.Of(call[0])}, {call.Names.Of(call[1])})";
        return call.Named(new Call(id, id, call.Arguments, DataType.Boolean, Calls.IsNullable(call, Nulls.FromArguments),
            FunctionTraits.CanRaise | FunctionTraits.NullIntolerant) { Text = form }, form);
    }

    /// <summary>The value against several constant patterns, named after the value alone.</summary>
    private static Expression LikeMany(CallSite call, bool any, bool negated)
    {
        var single = call with { Name = "like", DisplayName = "like" };
        var all = call.Arguments.Skip(1).Select(pattern => Like(single.With([call[0], pattern]), "like", "LIKE")).Select(match => negated ? new Not(match) : match)
            .Aggregate((left, right) => any ? new Or(left, right) { Origin = call.Origin } : new And(left, right) { Origin = call.Origin });
        return call.Named(all, $"{call.Name.Replace(" ", "", StringComparison.Ordinal)}({call.Names.Of(call[0])})");
    }

    private static Expression RLike(CallSite call)
    {
        call = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Text));
        return Calls.Of(call, "rlike", DataType.Boolean, Calls.IsNullable(call, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }
}
