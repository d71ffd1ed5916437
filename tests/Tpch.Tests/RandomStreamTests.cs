using FsCheck;
using FsCheck.Fluent;
using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Tests;

public class RandomStreamTests
{
    [Fact]
    public void The_minimal_standard_generator_reaches_its_published_check_value()
    {
        // Park and Miller, CACM 31 (10), 1988: from 1, the 10,000th number after it is 1043618065.
        var state = 1L;
        for (var i = 0; i < 10_000; i++)
            state = Lcg.Next(state);
        Assert.Equal(1043618065, state);
        Assert.Equal(1043618065, Lcg.Power(Lcg.Multiplier, 10_000));
    }

    [Fact]
    public void Multiplication_equals_that_of_wide_integers()
    {
        var states = Gen.Choose(1, int.MaxValue - 1).Select(i => (long)i).ToArbitrary();
        Prop.ForAll(states, states, (a, b) => Lcg.Multiply(a, b) == (long)((Int128)a * b % Lcg.Modulus)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_unit_begins_where_the_draws_before_it_end()
    {
        var stream = new UnitStream(Streams.LineQuantity);
        stream.Seek(1000);
        stream.BeginUnit();

        var state = Streams.LineQuantity.Value;
        for (var i = 0; i < 1000 * Streams.LineQuantity.DrawsPerUnit + 1; i++)
            state = Lcg.Next(state);
        Assert.Equal(Lcg.Scale(state, 1e6), stream.Draw(1e6));
    }
}
