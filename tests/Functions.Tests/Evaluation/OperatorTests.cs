using System.Numerics;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Tests.Evaluation;

/// <summary>Operators against scalar code over boxed values.</summary>
public class OperatorTests
{
    private static readonly DataType[] Numbers =
    [
        DataType.Byte, DataType.Short, DataType.Int, DataType.Long, DataType.Float, DataType.Double, new DecimalType(9, 2), new DecimalType(30, 4),
    ];

    private static readonly DataType[] Ordered = [.. Numbers, DataType.String, DataType.Boolean, DataType.Date];

    [Fact]
    public void Comparisons_agree_with_scalar_code()
    {
        using var fixture = new EvaluationFixture(1);
        foreach (var type in Ordered)
            foreach (var operation in Enum.GetValues<ComparisonOperator>())
                for (var round = 0; round < 6; round++)
                {
                    var (left, right) = (Values(fixture.Chance, type, 300), Values(fixture.Chance, type, 300));
                    var expression = new Comparison(operation, EvaluationFixture.Column(0, type), EvaluationFixture.Column(1, type));
                    var batch = fixture.Batch((type, left), (type, right));
                    var actual = fixture.Evaluate(expression, batch);
                    var kept = fixture.Filter(expression, batch);
                    for (var row = 0; row < batch.Rows; row++)
                    {
                        var lane = batch.Lane(row);
                        var expected = Compare(operation, left[lane], right[lane]);
                        Assert.Equal(expected, actual[row]);
                        Assert.Equal(expected is true, kept.Contains(lane));
                    }
                    batch.Release();
                }
    }

    [Fact]
    public void Arithmetic_agrees_with_scalar_code()
    {
        using var fixture = new EvaluationFixture(2);
        foreach (var type in Numbers)
            foreach (var operation in Enum.GetValues<ArithmeticOperator>())
                foreach (var mode in (EvaluationMode[])[EvaluationMode.Ansi, EvaluationMode.Try])
                {
                    if (operation == ArithmeticOperator.IntegralDivide && type is not (LongType or DecimalType) || operation == ArithmeticOperator.Divide && type is IntegralType)
                        continue;
                    for (var round = 0; round < 4; round++)
                        CheckArithmetic(fixture, type, operation, mode);
                }
    }

    [Fact]
    public void Narrow_decimal_arithmetic_of_TPC_H_stays_in_64_bits()
    {
        using var fixture = new EvaluationFixture(3);
        var type = new DecimalType(15, 2);
        var (price, discount, tax) = (EvaluationFixture.Column(0, type), EvaluationFixture.Column(1, type), EvaluationFixture.Column(2, type));
        var one = new Cast(Literal.Of(1), new DecimalType(1, 0), EvaluationMode.Ansi);
        var expression = Multiply(Multiply(price, Plus(ArithmeticOperator.Subtract, one, discount)), Plus(ArithmeticOperator.Add, one, tax));
        var prices = Enumerable.Range(0, 100).Select(i => (object?)(Int128)(9_000_00 + 101 * i)).ToArray();
        var batch = fixture.FlatBatch((type, prices), (type, prices.Select((_, i) => (object?)(Int128)(i % 11)).ToArray()), (type, prices.Select((_, i) => (object?)(Int128)(i % 9)).ToArray()));
        using var evaluator = Functions.Evaluation.ExpressionEvaluator.Compile(expression, new Functions.Evaluation.EvaluationContext(fixture.Budget));
        var result = evaluator.Evaluate(batch);
        Assert.Equal(PhysicalType.Int64, result.Physical);
        for (var i = 0; i < 100; i++)
            Assert.Equal((Int128)prices[i]! * (100 - i % 11) * (100 + i % 9), result.Read(i));
        result.Release();
        batch.Release();
    }

    [Fact]
    public void Logic_has_three_values()
    {
        using var fixture = new EvaluationFixture(4);
        for (var round = 0; round < 60; round++)
        {
            var (left, right) = (Values(fixture.Chance, DataType.Boolean, 200), Values(fixture.Chance, DataType.Boolean, 200));
            var (l, r) = (EvaluationFixture.Column(0, DataType.Boolean), EvaluationFixture.Column(1, DataType.Boolean));
            var batch = fixture.Batch((DataType.Boolean, left), (DataType.Boolean, right));
            Check(new And(l, r), (a, b) => a is false || b is false ? false : a is null || b is null ? null : true);
            Check(new Or(l, r), (a, b) => a is true || b is true ? true : a is null || b is null ? null : false);
            Check(new Not(new Or(l, new Not(r))), (a, b) => a is true || b is false ? false : a is null || b is null ? null : true);
            Check(new IsNull(l), (a, _) => a is null);
            Check(new Or(new IsNotNull(l), r), (a, b) => a is not null || b is true ? true : b is null ? null : false);
            batch.Release();

            void Check(Expression expression, Func<object?, object?, object?> expected)
            {
                var actual = fixture.Evaluate(expression, batch);
                var kept = fixture.Filter(expression, batch).ToHashSet();
                var dropped = fixture.Filter(new Not(expression), batch).ToHashSet();
                for (var row = 0; row < batch.Rows; row++)
                {
                    var lane = batch.Lane(row);
                    var value = expected(left[lane], right[lane]);
                    Assert.Equal(value, actual[row]);
                    Assert.Equal(value is true, kept.Contains(lane));
                    Assert.Equal(value is false, dropped.Contains(lane));
                }
            }
        }
    }

    [Fact]
    public void Guards_keep_errors_away()
    {
        using var fixture = new EvaluationFixture(5);
        var (a, b) = (EvaluationFixture.Column(0, DataType.Long), EvaluationFixture.Column(1, DataType.Long));
        var quotient = new Arithmetic(ArithmeticOperator.IntegralDivide, a, b, DataType.Long, EvaluationMode.Ansi);
        var guard = new Comparison(ComparisonOperator.NotEqual, b, Literal.Of(0L));
        var positive = new Comparison(ComparisonOperator.Greater, quotient, Literal.Of(0L));
        for (var round = 0; round < 40; round++)
        {
            var (left, right) = (Values(fixture.Chance, DataType.Long, 150), Values(fixture.Chance, DataType.Long, 150));
            // The smallest value over -1 is an error that no guard keeps away.
            left = [.. left.Select(v => v is long.MinValue ? 7L : v)];
            for (var i = 0; i < right.Length; i += 7)
                (left[i], right[i]) = (5L, 0L);
            var batch = fixture.Batch((DataType.Long, left), (DataType.Long, right));
            Rows(new Case([guard], [quotient], Literal.Of(-7L)), (x, y) => y is null or 0L ? -7L : Divide(x, y));
            Rows(new And(guard, positive), (x, y) => y is 0L ? false : y is null || x is null ? x is null && y is not null || y is null ? null : null : Divide(x, y) > 0);
            Rows(new Or(new Not(guard), positive), (x, y) => y is 0L ? true : x is null || y is null ? null : Divide(x, y) > 0);
            Rows(new Coalesce([new Case([new Not(guard)], [Literal.Of(3L)], null), quotient]), (x, y) => y is 0L ? 3L : Divide(x, y));
            if (Enumerable.Range(0, batch.Rows).Any(row => right[batch.Lane(row)] is 0L))
                Assert.Equal("DIVIDE_BY_ZERO", Assert.Throws<SpindleException>(() => fixture.Evaluate(quotient, batch)).ErrorClass.Name);
            batch.Release();

            void Rows(Expression expression, Func<object?, object?, object?> expected)
            {
                var actual = fixture.Evaluate(expression, batch);
                for (var row = 0; row < batch.Rows; row++)
                    Assert.Equal(expected(left[batch.Lane(row)], right[batch.Lane(row)]), actual[row]);
            }
        }

        static long? Divide(object? x, object? y) => x is long l && y is long r ? l / r : null;
    }

    [Fact]
    public void In_lists_agree_with_scalar_code()
    {
        using var fixture = new EvaluationFixture(6);
        foreach (var type in Ordered)
            for (var round = 0; round < 12; round++)
            {
                var values = Values(fixture.Chance, type, 200);
                var items = Values(fixture.Chance, type, 1 + fixture.Chance.Next(20));
                var batch = fixture.Batch((type, values));
                var actual = fixture.Evaluate(new InList(EvaluationFixture.Column(0, type), [.. items.Select(i => new Literal(i, type))]), batch);
                for (var row = 0; row < batch.Rows; row++)
                {
                    var value = values[batch.Lane(row)];
                    object? expected = value is null ? null : items.Any(i => Compare(ComparisonOperator.Equal, value, i) is true) ? true : items.Contains(null) ? null : false;
                    Assert.Equal(expected, actual[row]);
                }
                batch.Release();
            }
    }

    [Fact]
    public void Overflow_is_reported_with_its_class()
    {
        using var fixture = new EvaluationFixture(7);
        Assert.Equal("ARITHMETIC_OVERFLOW", Error(new Arithmetic(ArithmeticOperator.Add, Literal.Of(int.MaxValue), Literal.Of(1), DataType.Int, EvaluationMode.Ansi)));
        Assert.Equal("BINARY_ARITHMETIC_OVERFLOW", Error(new Arithmetic(ArithmeticOperator.Multiply, new Literal((sbyte)100, DataType.Byte), new Literal((sbyte)2, DataType.Byte), DataType.Byte, EvaluationMode.Ansi)));
        Assert.Equal("ARITHMETIC_OVERFLOW", Error(new Arithmetic(ArithmeticOperator.IntegralDivide, Literal.Of(long.MinValue), Literal.Of(-1L), DataType.Long, EvaluationMode.Ansi)));
        Assert.Equal("REMAINDER_BY_ZERO", Error(new Arithmetic(ArithmeticOperator.Remainder, Literal.Of(1.0), Literal.Of(0.0), DataType.Double, EvaluationMode.Ansi)));

        string Error(Expression expression) => Assert.Throws<SpindleException>(() => fixture.Evaluate(expression)).ErrorClass.Name;
    }

    private static void CheckArithmetic(EvaluationFixture fixture, DataType type, ArithmeticOperator operation, EvaluationMode mode)
    {
        var (left, right) = (Values(fixture.Chance, type, 120), Values(fixture.Chance, type, 120));
        var resultType = operation == ArithmeticOperator.IntegralDivide ? DataType.Long : type is DecimalType decimals ? Shape(operation, decimals) : type;
        var expression = new Arithmetic(operation, EvaluationFixture.Column(0, type), EvaluationFixture.Column(1, type), resultType, mode);
        var batch = fixture.Batch((type, left), (type, right));
        var expected = Enumerable.Range(0, batch.Rows).Select(row => Exact(operation, left[batch.Lane(row)], right[batch.Lane(row)], type, resultType)).ToArray();
        if (mode == EvaluationMode.Ansi && expected.Any(e => e is "fault"))
            Assert.Throws<SpindleException>(() => fixture.Evaluate(expression, batch));
        else
            Assert.Equal(expected.Select(e => e is "fault" ? null : e), fixture.Evaluate(expression, batch));
        batch.Release();
    }

    /// <summary>The exact result, null, or "fault".</summary>
    private static object? Exact(ArithmeticOperator operation, object? left, object? right, DataType type, DataType resultType)
    {
        if (left is null || right is null)
            return null;
        if (type is FloatType or DoubleType)
        {
            var (l, r) = (Convert.ToDouble(left), Convert.ToDouble(right));
            if (operation >= ArithmeticOperator.Divide && r == 0)
                return "fault";
            if (type is FloatType)
                return operation switch
                {
                    ArithmeticOperator.Add => (float)left + (float)right,
                    ArithmeticOperator.Subtract => (float)left - (float)right,
                    ArithmeticOperator.Multiply => (float)left * (float)right,
                    ArithmeticOperator.Divide => (float)left / (float)right,
                    _ => (float)left % (float)right,
                };
            return operation switch
            {
                ArithmeticOperator.Add => l + r,
                ArithmeticOperator.Subtract => l - r,
                ArithmeticOperator.Multiply => l * r,
                ArithmeticOperator.Divide => l / r,
                _ => l % r,
            };
        }
        var (a, b) = (Big(left), Big(right));
        if (operation >= ArithmeticOperator.Divide && b.IsZero)
            return "fault";
        BigInteger result;
        if (type is DecimalType shape)
        {
            var scale = (resultType as DecimalType)?.Scale ?? 0;
            var (over, under) = operation switch
            {
                ArithmeticOperator.Add => (a + b, Ten(shape.Scale)),
                ArithmeticOperator.Subtract => (a - b, Ten(shape.Scale)),
                ArithmeticOperator.Multiply => (a * b, Ten(2 * shape.Scale)),
                ArithmeticOperator.Divide => (a, b),
                ArithmeticOperator.IntegralDivide => (BigInteger.Divide(a, b), BigInteger.One),
                _ => (BigInteger.Remainder(a, b), Ten(shape.Scale)),
            };
            over *= Ten(scale);
            var size = (2 * BigInteger.Abs(over) + BigInteger.Abs(under)) / (2 * BigInteger.Abs(under));
            result = over.Sign * under.Sign * size;
            if (resultType is DecimalType target)
                return BigInteger.Abs(result) < Ten(target.Precision) ? (Int128)result : "fault";
        }
        else
        {
            result = operation switch
            {
                ArithmeticOperator.Add => a + b,
                ArithmeticOperator.Subtract => a - b,
                ArithmeticOperator.Multiply => a * b,
                ArithmeticOperator.Remainder => BigInteger.Remainder(a, b),
                _ => BigInteger.Divide(a, b),
            };
        }
        return resultType switch
        {
            ByteType => result >= sbyte.MinValue && result <= sbyte.MaxValue ? (sbyte)result : "fault",
            ShortType => result >= short.MinValue && result <= short.MaxValue ? (short)result : "fault",
            IntegerType => result >= int.MinValue && result <= int.MaxValue ? (int)result : "fault",
            _ => result >= long.MinValue && result <= long.MaxValue ? (long)result : "fault",
        };
    }

    private static BigInteger Ten(int exponent) => BigInteger.Pow(10, exponent);

    private static BigInteger Big(object value) => value is Int128 wide ? wide : Convert.ToInt64(value);

    private static DecimalType Shape(ArithmeticOperator operation, DecimalType type)
    {
        var shape = new DecimalShape(type.Precision, type.Scale);
        var result = operation switch
        {
            ArithmeticOperator.Multiply => DecimalTypeRules.Multiply(shape, shape),
            ArithmeticOperator.Divide => DecimalTypeRules.Divide(shape, shape),
            ArithmeticOperator.Remainder => DecimalTypeRules.Remainder(shape, shape),
            _ => DecimalTypeRules.Add(shape, shape),
        };
        return new DecimalType(result.Precision, result.Scale);
    }

    private static Arithmetic Multiply(Expression left, Expression right) => new(ArithmeticOperator.Multiply, left, right, Result(left, right, DecimalTypeRules.Multiply), EvaluationMode.Ansi);

    private static Arithmetic Plus(ArithmeticOperator operation, Expression left, Expression right) => new(operation, left, right, Result(left, right, DecimalTypeRules.Add), EvaluationMode.Ansi);

    private static DecimalType Result(Expression left, Expression right, Func<DecimalShape, DecimalShape, bool, DecimalShape> rule)
    {
        var (l, r) = ((DecimalType)left.Type, (DecimalType)right.Type);
        var shape = rule(new(l.Precision, l.Scale), new(r.Precision, r.Scale), true);
        return new DecimalType(shape.Precision, shape.Scale);
    }

    private static object? Compare(ComparisonOperator operation, object? left, object? right)
    {
        if (operation == ComparisonOperator.NullSafeEqual)
            return left is null || right is null ? left is null && right is null : Order(left, right) == 0;
        if (left is null || right is null)
            return null;
        var order = Order(left, right);
        return operation switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static int Order(object left, object right) => (left, right) switch
    {
        (double l, double r) => double.IsNaN(l) || double.IsNaN(r) ? double.IsNaN(l).CompareTo(double.IsNaN(r)) : l < r ? -1 : l > r ? 1 : 0,
        (float l, float r) => Order((double)l, (double)r),
        (ByteString l, ByteString r) => l.CompareTo(r),
        _ => ((IComparable)left).CompareTo(right),
    };

    /// <summary>Random values with nulls, repeats and the ends of the range.</summary>
    private static object?[] Values(Random chance, DataType type, int count)
    {
        var pool = chance.Next(3) == 0 ? Enumerable.Range(0, 1 + chance.Next(5)).Select(_ => One()).ToArray() : null;
        var nulls = chance.Next(3) == 0 ? 0 : chance.NextDouble();
        return [.. Enumerable.Range(0, count).Select(_ => chance.NextDouble() < nulls * 0.5 ? null : pool is null ? One() : pool[chance.Next(pool.Length)])];

        object One() => type switch
        {
            BooleanType => chance.Next(2) == 0,
            ByteType => (sbyte)Integer(sbyte.MinValue, sbyte.MaxValue),
            ShortType => (short)Integer(short.MinValue, short.MaxValue),
            IntegerType or DateType => (int)Integer(int.MinValue, int.MaxValue),
            LongType => Integer(long.MinValue, long.MaxValue),
            FloatType => (float)Float(),
            DoubleType => Float(),
            DecimalType { Precision: <= 18 } narrow => (Int128)Integer(-(long)Math.Pow(10, narrow.Precision) + 1, (long)Math.Pow(10, narrow.Precision) - 1),
            DecimalType => (Int128)Integer(long.MinValue, long.MaxValue) * chance.Next(1_000_000),
            _ => ByteString.Of(new string('x', chance.Next(14)) + chance.Next(4)),
        };

        long Integer(long low, long high) => chance.Next(12) switch { 0 => low, 1 => high, 2 => -1, 3 => 0, 4 => 1, < 9 => chance.Next(-11, 12), _ => chance.NextInt64(low, high) };

        double Float() => chance.Next(9) switch { 0 => double.NaN, 1 => -0.0, 2 => 0.0, 3 => double.PositiveInfinity, _ => chance.Next(-20, 20) / 4.0 };
    }
}
