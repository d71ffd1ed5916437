using System.Globalization;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Aggregates.Grouping;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Tests.Evaluation;

/// <summary>Every family of kernels over every form of vector, with and without nulls and selections, against scalar code.</summary>
public unsafe class KernelFormTests
{
    private const int Rows = 200;

    public static TheoryData<VectorForm, bool> Forms
    {
        get
        {
            var forms = new TheoryData<VectorForm, bool>();
            foreach (var form in Enum.GetValues<VectorForm>())
            {
                forms.Add(form, false);
                forms.Add(form, true);
            }

            return forms;
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Arithmetic_with_overflow_checks(VectorForm form, bool nulls)
    {
        using var fixture = new EvaluationFixture(21);
        var (left, right) = (Ints(fixture.Chance, nulls), Ints(fixture.Chance, nulls));
        var sum = new Arithmetic(ArithmeticOperator.Add, Column(0, DataType.Int), Column(1, DataType.Int), DataType.Int, EvaluationMode.Try);
        Check(fixture, form, sum, (a, b) => a is int x && b is int y && (long)x + y is >= int.MinValue and <= int.MaxValue and var s ? (int)s : null, (DataType.Int, left), (DataType.Int, right));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Comparison_and_three_valued_logic(VectorForm form, bool nulls)
    {
        using var fixture = new EvaluationFixture(22);
        var (left, right) = (Ints(fixture.Chance, nulls), Ints(fixture.Chance, nulls));
        var (a, b) = (Column(0, DataType.Int), Column(1, DataType.Int));
        var less = new Comparison(ComparisonOperator.Less, a, b);
        Check(fixture, form, less, (x, y) => x is int l && y is int r ? l < r : null, (DataType.Int, left), (DataType.Int, right));
        var positive = new Comparison(ComparisonOperator.Greater, b, Literal.Of(0));
        Check(fixture, form, new And(less, positive), (x, y) => y is int r && (r <= 0 || (x is int l && l >= r)) ? false : x is null || y is null ? null : true, (DataType.Int, left), (DataType.Int, right));
        Check(fixture, form, new Or(less, new Not(positive)), (x, y) => y is int r && (r <= 0 || (x is int l && l < r)) ? true : x is null || y is null ? null : false, (DataType.Int, left), (DataType.Int, right));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Casts(VectorForm form, bool nulls)
    {
        using var fixture = new EvaluationFixture(23);
        var numbers = Ints(fixture.Chance, nulls);
        Check(fixture, form, new Cast(Column(0, DataType.Int), DataType.Long, EvaluationMode.Ansi), (a, _) => a is int x ? (long)x : null, (DataType.Int, numbers));
        Check(fixture, form, new Cast(Column(0, DataType.Int), DataType.Byte, EvaluationMode.Try), (a, _) => a is int x and >= sbyte.MinValue and <= sbyte.MaxValue ? (sbyte)x : null, (DataType.Int, numbers));
        Check(fixture, form, new Cast(Column(0, DataType.Int), DataType.Double, EvaluationMode.Ansi), (a, _) => a is int x ? (double)x : null, (DataType.Int, numbers));
        Check(fixture, form, new Cast(Column(0, DataType.Int), new DecimalType(12, 2), EvaluationMode.Ansi), (a, _) => a is int x ? (Int128)x * 100 : null, (DataType.Int, numbers));
        Check(fixture, form, new Cast(Column(0, DataType.Int), DataType.String, EvaluationMode.Ansi), (a, _) => a is int x ? ByteString.Of(x.ToString(CultureInfo.InvariantCulture)) : null, (DataType.Int, numbers));
        var texts = numbers.Select((n, i) => n is null ? null : (object)ByteString.Of(i % 5 == 0 ? "no number" : Convert.ToString(n, CultureInfo.InvariantCulture)!)).ToArray();
        Check(fixture, form, new Cast(Column(0, DataType.String), DataType.Int, EvaluationMode.Try),
            (a, _) => a is ByteString t && int.TryParse(t.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var x) ? x : null, (DataType.String, texts));
    }

    [Theory, MemberData(nameof(Forms))]
    public void String_search(VectorForm form, bool nulls)
    {
        using var fixture = new EvaluationFixture(24);
        string[] words = ["", "a", "ab", "special requests", "the special packages sleep", "xspecial", "requests special", "ä special ö requests", "abababab"];
        var texts = Repeated(fixture.Chance, nulls, () => ByteString.Of(words[fixture.Chance.Next(words.Length)]));
        foreach (var pattern in new[] { "%special%requests%", "special%", "%requests", "%ab%", "_b%", "", "%", "a", "%ä%" })
        {
            var like = new Call("like", "like", [Column(0, DataType.String), Literal.Of(pattern), Literal.Of("\\")], DataType.Boolean, true, FunctionTraits.CanRaise);
            var regex = new System.Text.RegularExpressions.Regex("^" + System.Text.RegularExpressions.Regex.Escape(pattern).Replace("%", ".*").Replace("_", ".") + "$", System.Text.RegularExpressions.RegexOptions.Singleline);
            Check(fixture, form, like, (a, _) => a is ByteString t ? regex.IsMatch(t.ToString()) : null, (DataType.String, texts));
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Hashes_are_those_of_the_values(VectorForm form, bool nulls)
    {
        using var fixture = new EvaluationFixture(25);
        var numbers = Ints(fixture.Chance, nulls);
        var texts = Repeated(fixture.Chance, nulls, () => ByteString.Of("text " + fixture.Chance.Next(20) + new string('x', fixture.Chance.Next(20))));
        foreach (var (type, values) in new (DataType, object?[])[] { (DataType.Int, numbers), (DataType.String, texts) })
        {
            var vector = fixture.Encode(type, values, form);
            var shown = Shown(form, values);
            var hashes = Hashes(vector, fixture.Budget);
            for (var row = 0; row < Rows; row++)
            {
                // Each value by itself: what scalar code hashes.
                var single = fixture.Flat(type, [shown[row]]);
                Assert.Equal(Hashes(single, fixture.Budget)[0], hashes[row]);
                single.Release();
            }

            Assert.True(hashes.Distinct().Count() >= shown.Distinct().Count() - 1, "different values have one hash");
            vector.Release();
        }
    }

    private static ulong[] Hashes(Vector vector, MemoryBudget budget)
    {
        using var maps = new RowMaps(budget);
        var hashes = new ulong[vector.Length];
        fixed (ulong* target = hashes)
            KeyHash.Compute([maps.View(vector, null)], vector.Length, target);
        return hashes;
    }

    private static void Check(EvaluationFixture fixture, VectorForm form, Expression expression, Func<object?, object?, object?> expected, params (DataType Type, object?[] Values)[] columns)
    {
        for (var round = 0; round < 4; round++)
        {
            // The other side is flat half of the time, so that forms meet.
            var forms = columns.Select((_, i) => i == 1 && round % 2 == 0 ? VectorForm.Flat : form).ToArray();
            var batch = new RecordBatch([.. columns.Select((c, i) => fixture.Encode(c.Type, c.Values, forms[i]))], Rows, round == 0 ? null : fixture.RandomSelection(Rows));
            var shown = columns.Select((c, i) => Shown(forms[i], c.Values)).ToArray();
            var actual = fixture.Evaluate(expression, batch);
            var isCondition = expression.Type is BooleanType;
            var kept = isCondition ? fixture.Filter(expression, batch).ToHashSet() : [];
            for (var row = 0; row < batch.Rows; row++)
            {
                var lane = batch.Lane(row);
                var value = expected(shown[0][lane], shown.Length > 1 ? shown[1][lane] : null);
                Assert.Equal(value, actual[row]);
                Assert.True(!isCondition || kept.Contains(lane) == value is true, $"lane {lane} of {expression.Sql}");
            }

            batch.Release();
        }
    }

    private static object?[] Shown(VectorForm form, object?[] values) => form == VectorForm.Constant ? [.. values.Select(_ => values[0])] : values;

    private static object?[] Ints(Random chance, bool nulls) => Repeated(chance, nulls, () => chance.Next(8) switch { 0 => int.MaxValue, 1 => int.MinValue, 2 => 0, < 6 => chance.Next(-20, 20), _ => chance.Next() });

    /// <summary>Values of which some come several times in a row.</summary>
    private static object?[] Repeated(Random chance, bool nulls, Func<object> value)
    {
        var values = new List<object?>();
        while (values.Count < Rows)
        {
            var next = nulls && chance.Next(4) == 0 ? null : value();
            for (var i = chance.Next(5); i >= 0 && values.Count < Rows; i--)
                values.Add(next);
        }

        return [.. values];
    }

    private static BoundReference Column(int ordinal, DataType type) => EvaluationFixture.Column(ordinal, type);
}
