using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Scalars.Nested;
using Spindle.Plans.Expressions;
using static Spindle.Functions.Tests.Evaluation.EvaluationFixture;

namespace Spindle.Functions.Tests.Evaluation;

/// <summary>Functions of arrays over every form of vector and of elements, against the same functions of boxed values.</summary>
public class ArrayKernelTests
{
    private const int Rows = 120;

    private static readonly BoxedOrder Order = BoxedOrder.Instance;

    public static TheoryData<string> Elements => [.. "int,tinyint,bigint,float,double,string,boolean,decimal,wide decimal,array,struct,null".Split(',')];

    [Theory, MemberData(nameof(Elements))]
    public void One_array(string elements)
    {
        using var fixture = new EvaluationFixture(31);
        var type = TypeOf(elements);
        var array = new ArrayType(type, true);
        Check(fixture, elements, "size", DataType.Int, a => a.Count);
        Check(fixture, elements, "array_distinct", array, a => a.Distinct(Order).ToValueList());
        Check(fixture, elements, "array_compact", array, a => a.Where(i => i is not null).ToValueList());
        Check(fixture, elements, "reverse", array, a => a.Reverse().ToValueList());
        Check(fixture, elements, "array_max", type, a => Extreme(a, 1));
        Check(fixture, elements, "array_min", type, a => Extreme(a, -1));
        Check(fixture, elements, "sort_array", array, a => a.Order(Order).ToValueList(), Literal.True);
        Check(fixture, elements, "sort_array", array, a => a.OrderDescending(Order).ToValueList(), Literal.False);
        Check(fixture, elements, "slice", array, a => a.Skip(1).Take(3).ToValueList(), Literal.Of(2), Literal.Of(3));
        Check(fixture, elements, "slice", array, a => a.Count < 2 ? ValueList<object?>.Empty : a.Skip(a.Count - 2).Take(7).ToValueList(), Literal.Of(-2), Literal.Of(7));
        Check(fixture, elements, "get", type, a => a.Count > 1 ? a[1] : null, Literal.Of(1));
        Check(fixture, elements, "element_at", type, a => a.Count > 1 ? a[^2] : null, Literal.Of(-2), Literal.False);
    }

    [Theory, MemberData(nameof(Elements))]
    public void Two_arrays(string elements)
    {
        using var fixture = new EvaluationFixture(32);
        var array = new ArrayType(TypeOf(elements), true);
        Check2(fixture, elements, "concat", array, (a, b) => a.Concat(b).ToValueList());
        Check2(fixture, elements, "array_union", array, (a, b) => a.Union(b, Order).ToValueList());
        Check2(fixture, elements, "array_intersect", array, (a, b) => a.Intersect(b, Order).ToValueList());
        Check2(fixture, elements, "array_except", array, (a, b) => a.Except(b, Order).ToValueList());
        Check2(fixture, elements, "arrays_overlap", DataType.Boolean, (a, b) => a.Any(i => i is not null && b.Contains(i, Order)) ? true
            : a.Count > 0 && b.Count > 0 && (a.Contains(null) || b.Contains(null)) ? null : false);
    }

    [Theory, MemberData(nameof(Elements))]
    public void An_array_and_a_value(string elements)
    {
        using var fixture = new EvaluationFixture(33);
        var array = new ArrayType(TypeOf(elements), true);
        CheckValue(fixture, elements, "array_contains", DataType.Boolean, (a, v) => a is null || v is null ? null : a.Any(i => i is not null && Order.Equals(i, v)) ? true : a.Contains(null) ? null : false);
        CheckValue(fixture, elements, "array_position", DataType.Long, (a, v) => a is null || v is null ? null : a.Select((item, at) => (item, at)).FirstOrDefault(p => p.item is not null && Order.Equals(p.item, v), (null, -1)).at + 1L);
        CheckValue(fixture, elements, "array_remove", array, (a, v) => a is null || v is null ? null : a.Where(i => i is null || !Order.Equals(i, v)).ToValueList());
        CheckValue(fixture, elements, "array_append", array, (a, v) => a?.Append(v).ToValueList());
        CheckValue(fixture, elements, "array_prepend", array, (a, v) => a?.Prepend(v).ToValueList());
    }

    [Fact]
    public void Arrays_of_values_and_of_arrays()
    {
        using var fixture = new EvaluationFixture(34);
        foreach (var elements in new[] { "int", "string", "array" })
        {
            var type = TypeOf(elements);
            var values = Enumerable.Range(0, Rows).Select(_ => fixture.Chance.Next(5) == 0 ? null : Value(elements, fixture.Chance)).ToArray();
            var others = Enumerable.Range(0, Rows).Select(_ => fixture.Chance.Next(5) == 0 ? null : Value(elements, fixture.Chance)).ToArray();
            Compare(fixture, Function("array", new ArrayType(type, true), Column(0, type), Column(1, type), Column(0, type)),
                row => ValueList.Create<object?>([values[row], others[row], values[row]]), (type, values), (type, others));
            Compare(fixture, Function("array_repeat", new ArrayType(type, true), Column(0, type), Literal.Of(3)), row => ValueList.Create<object?>([values[row], values[row], values[row]]), (type, values));
            var inner = new ArrayType(type, true);
            var nested = Enumerable.Range(0, Rows).Select(_ => fixture.Chance.Next(6) == 0 ? null : (object?)Enumerable.Range(0, fixture.Chance.Next(4)).Select(_ => List(elements, fixture.Chance, 5)).ToValueList()).ToArray();
            Compare(fixture, Function("flatten", inner, Column(0, new ArrayType(inner, true))),
                row => nested[row] is not ValueList<object?> outer || outer.Contains(null) ? null : outer.SelectMany(i => (ValueList<object?>)i!).ToValueList(), (new ArrayType(inner, true), nested));
        }

        var texts = Enumerable.Range(0, Rows).Select(_ => List("string", fixture.Chance, 9)).ToArray();
        var ofTexts = new ArrayType(DataType.String, true);
        Compare(fixture, Function("array_join", DataType.String, Column(0, ofTexts), Literal.Of(", ")),
            row => texts[row] is ValueList<object?> list ? ByteString.Of(string.Join(", ", list.Where(i => i is not null))) : null, (ofTexts, texts));
        Compare(fixture, Function("array_join", DataType.String, Column(0, ofTexts), Literal.Of("|"), Literal.Of("none")),
            row => texts[row] is ValueList<object?> list ? ByteString.Of(string.Join("|", list.Select(i => i ?? "none"))) : null, (ofTexts, texts));
    }

    [Fact]
    public void Sequences_of_whole_numbers()
    {
        using var fixture = new EvaluationFixture(35);
        var (starts, stops) = (Numbers(), Numbers());
        var array = new ArrayType(DataType.Int, false);
        Compare(fixture, Function("sequence", array, Column(0, DataType.Int), Column(1, DataType.Int)), row => starts[row] is int a && stops[row] is int b
            ? Enumerable.Range(0, Math.Abs(b - a) + 1).Select(i => (object?)(a + i * (a <= b ? 1 : -1))).ToValueList() : null, (DataType.Int, starts), (DataType.Int, stops));
        Compare(fixture, Function("sequence", array, Literal.Of(-30), Column(0, DataType.Int), Literal.Of(7)), row => starts[row] is int b
            ? Enumerable.Range(0, (b + 30) / 7 + 1).Select(i => (object?)(-30 + 7 * i)).ToValueList() : null, (DataType.Int, starts));

        object?[] Numbers() => [.. Enumerable.Range(0, Rows).Select(_ => fixture.Chance.Next(8) == 0 ? null : (object?)fixture.Chance.Next(-20, 20))];
    }

    private static void Check(EvaluationFixture fixture, string elements, string function, DataType result, Func<ValueList<object?>, object?> expected, params Expression[] more)
    {
        var type = new ArrayType(TypeOf(elements), true);
        var lists = Lists(elements, fixture.Chance);
        Compare(fixture, Function(function, result, [Column(0, type), .. more]), row => lists[row] is ValueList<object?> list ? expected(list) : null, (type, lists));
    }

    private static void Check2(EvaluationFixture fixture, string elements, string function, DataType result, Func<ValueList<object?>, ValueList<object?>, object?> expected)
    {
        var type = new ArrayType(TypeOf(elements), true);
        var (left, right) = (Lists(elements, fixture.Chance), Lists(elements, fixture.Chance));
        Compare(fixture, Function(function, result, Column(0, type), Column(1, type)),
            row => left[row] is ValueList<object?> a && right[row] is ValueList<object?> b ? expected(a, b) : null, (type, left), (type, right));
    }

    private static void CheckValue(EvaluationFixture fixture, string elements, string function, DataType result, Func<ValueList<object?>?, object?, object?> expected)
    {
        var element = TypeOf(elements);
        var type = new ArrayType(element, true);
        var lists = Lists(elements, fixture.Chance);
        var values = Enumerable.Range(0, Rows).Select(_ => fixture.Chance.Next(6) == 0 ? null : Value(elements, fixture.Chance)).ToArray();
        Compare(fixture, Function(function, result, Column(0, type), Column(1, element)), row => expected((ValueList<object?>?)lists[row], values[row]), (type, lists), (element, values));
    }

    /// <summary>Flat, then every random mixture of forms and selections.</summary>
    private static void Compare(EvaluationFixture fixture, Expression expression, Func<int, object?> expected, params (DataType Type, object?[] Values)[] columns)
    {
        for (var round = 0; round < 3; round++)
        {
            var batch = round == 0 ? fixture.FlatBatch(columns) : fixture.Batch(columns);
            var actual = fixture.Evaluate(expression, batch);
            for (var row = 0; row < batch.Rows; row++)
                Assert.True(Order.Equals(expected(batch.Lane(row)), actual[row]), $"{expression}: {expected(batch.Lane(row))} but {actual[row]}");
            batch.Release();
        }
    }

    private static Call Function(string id, DataType type, params Expression[] arguments) => new(id, id, [.. arguments], type, true, FunctionTraits.None);

    private static object? Extreme(ValueList<object?> list, int sign)
    {
        object? best = null;
        foreach (var item in list)
            if (item is not null && (best is null || Order.Compare(item, best) * sign > 0))
                best = item;
        return best;
    }

    private static DataType TypeOf(string elements) => elements switch
    {
        "int" => DataType.Int,
        "tinyint" => DataType.Byte,
        "bigint" => DataType.Long,
        "float" => DataType.Float,
        "double" => DataType.Double,
        "string" => DataType.String,
        "boolean" => DataType.Boolean,
        "decimal" => new DecimalType(9, 2),
        "wide decimal" => new DecimalType(30, 2),
        "array" => new ArrayType(DataType.Int, true),
        "struct" => new StructType(ValueList.Create<Field>([new Field("a", DataType.Int), new Field("b", DataType.String)])),
        _ => DataType.Null,
    };

    private static object?[] Lists(string elements, Random chance) => [.. Enumerable.Range(0, Rows).Select(i => List(elements, chance, i % 10 == 0 ? 90 : 12))];

    private static object? List(string elements, Random chance, int longest)
    {
        var nulls = chance.Next(2);
        return chance.Next(8) == 0 ? null : Enumerable.Range(0, chance.Next(longest)).Select(_ => nulls > 0 && chance.Next(5) == 0 ? null : Value(elements, chance)).ToValueList();
    }

    private static object? Value(string elements, Random chance) => elements switch
    {
        "int" => chance.Next(-20, 20),
        "tinyint" => (sbyte)chance.Next(-20, 20),
        "bigint" => (long)chance.Next(-20, 20) << 33,
        "float" => chance.Next(8) switch { 0 => float.NaN, 1 => -0f, 2 => 0f, _ => chance.Next(-9, 9) / 4f },
        "double" => chance.Next(8) switch { 0 => double.NaN, 1 => -0d, 2 => 0d, _ => chance.Next(-9, 9) / 4d },
        "string" => ByteString.Of(chance.Next(3) == 0 ? $"some longer text {chance.Next(20)}" : $"t{chance.Next(20)}"),
        "boolean" => chance.Next(2) == 0,
        "decimal" => (Int128)chance.Next(-20, 20),
        "wide decimal" => (Int128)chance.Next(-20, 20) << 70,
        "array" => List("int", chance, 3) ?? ValueList<object?>.Empty,
        "struct" => ValueList.Create<object?>([chance.Next(3), chance.Next(3) == 0 ? null : ByteString.Of($"b{chance.Next(3)}")]),
        _ => null,
    };
}
