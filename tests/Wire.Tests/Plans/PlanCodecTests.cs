using System.Reflection;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Stages;
using Spindle.Sources;
using Spindle.Testing;
using Spindle.Wire.Plans;
using Xunit.Abstractions;

namespace Spindle.Wire.Tests.Plans;

public sealed class PlanCodecTests(ITestOutputHelper output)
{
    private static readonly PlanCodec Codec = new(RandomRecords.Registered);

    [Fact]
    public void Every_record_that_a_plan_may_hold_is_in_the_table()
    {
        Type[] families = [typeof(Expression), typeof(PhysicalPlan), typeof(Partitioning), typeof(TaskInput), typeof(DataType)];
        var types = new[] { typeof(DataType).Assembly, typeof(Expression).Assembly, typeof(TaskInput).Assembly }.SelectMany(a => a.GetTypes())
            .Where(t => !t.IsAbstract && families.Any(f => f.IsAssignableFrom(t)) && !t.Namespace!.EndsWith(".Unresolved", StringComparison.Ordinal) && !typeof(SubqueryExpression).IsAssignableFrom(t));
        Assert.Empty(types.Except(WireTable.Rows.Select(r => r.Type)));
    }

    [Fact]
    public void Every_record_comes_back_as_it_went()
    {
        var rounds = TestTiers.Choose(20, 200, 5_000);
        foreach (var type in WireTable.Rows.Select(r => r.Type).Concat(RandomRecords.Registered))
        {
            for (var seed = 0; seed < rounds; seed++)
            {
                var record = new RandomRecords(new Random(seed)).Record(type);
                var bytes = Codec.Encode(record);
                var back = Codec.Decode<object>(bytes);
                Assert.Equal(record, back);
                Assert.IsType(type, back);

                // Equality leaves origins and written names out; bytes do not.
                Assert.Equal(bytes, Codec.Encode(back));
                foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }))
                    Assert.Equal(property.GetValue(record), property.GetValue(back));
            }
        }
    }

    [Fact]
    public void Origins_and_names_travel()
    {
        var call = new Call("substring", "substr", [new BoundReference(3, DataType.String, true, "s") { Origin = new(7, 8) }], DataType.String, true, FunctionTraits.CanRaise | FunctionTraits.NullIntolerant)
        {
            Origin = new(0, 9), Text = "as written",
        };
        var back = Codec.Decode<Call>(Codec.Encode(call));
        Assert.Equal((0, 9, 7, "substr", "as written"), (back.Origin.Start, back.Origin.Stop, back.Arguments[0].Origin.Start, back.Name, back.Text));
        Assert.Equal(FunctionTraits.CanRaise | FunctionTraits.NullIntolerant, back.Traits);
    }

    [Fact]
    public void Bytes_that_are_cut_or_changed_are_an_error_and_nothing_worse()
    {
        var rounds = TestTiers.Choose(20_000, 300_000, 5_000_000);
        var random = new Random(1);
        int refused = 0, read = 0;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Codec.Encode(new RandomRecords(random).Record(round % 2 == 0 ? typeof(StagePlan) : typeof(SplitsInput)));
            if (random.Next(4) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            for (var i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Codec.Decode<object>(bytes);
                read++;
            }
            catch (WireFormatException)
            {
                refused++;
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 100_000 + bytes.Length * 1_000L || round < 2_000, $"{bytes.Length} bytes took {allocated}");
        }

        output.WriteLine($"{refused} refused, {read} read");
        Assert.True(refused > rounds / 2);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        // One NOT after the other: each is a tag and an origin before its operand.
        var bytes = new List<byte>();
        var one = Codec.Encode(new Not(Literal.True));
        var tag = one[0];
        for (var i = 0; i < 1_000_000; i++)
            bytes.Add(tag);
        Assert.Throws<WireFormatException>(() => Codec.Decode<Expression>(bytes.ToArray()));
    }

    [Fact]
    public void A_long_conjunction_travels()
    {
        Expression all = Literal.True;
        for (var i = 0; i < 2_000; i++)
            all = new And(all, new Comparison(ComparisonOperator.Equal, new BoundReference(i, DataType.Int, false, "c"), Literal.Of(i)));
        Assert.Equal(all, Codec.Decode<Expression>(Codec.Encode(all)));
    }

    [Fact]
    public void What_does_not_travel_says_so()
    {
        var error = Assert.Throws<NotSupportedException>(() => new PlanCodec([]).Encode(new SplitsInput([new TestSplit("a", [], 1, 1)])));
        Assert.Contains("TestSplit", error.Message, StringComparison.Ordinal);
        Assert.Throws<WireFormatException>(() => Codec.Decode<PhysicalPlan>(Codec.Encode(Literal.True)));
        Assert.Throws<WireFormatException>(() => Codec.Decode<Literal>(Array.Empty<byte>()));
    }

    [Fact]
    public void Encoding_is_quick()
    {
        var splits = new SplitsInput(Enumerable.Range(0, 10_000).Select(Split (i) => new TestSplit($"data/part-{i}.parquet", [i, null], 100_000, 4 << 20)).ToValueList());
        for (var i = 0; i < 20; i++)
            Codec.Decode<SplitsInput>(Codec.Encode(splits));
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var bytes = Codec.Encode(splits);
        var written = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        Codec.Decode<SplitsInput>(bytes);
        var all = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        output.WriteLine($"10,000 splits: {bytes.Length:N0} bytes, written in {written.TotalMilliseconds:0.0} ms, read in {(all - written).TotalMilliseconds:0.0} ms");
        Assert.True(all.TotalSeconds < 1);
    }
}
