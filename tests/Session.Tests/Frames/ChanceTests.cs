namespace Spindle.Sql.Tests;

/// <summary>What chance decides with a seed does not depend on which worker evaluates which rows.</summary>
public class ChanceTests : Sessions
{
    // Three morsels, so that on several workers each may get any of them.
    private const string Drawn = """
        SELECT sum(cast(rand(7) * 1000 AS INT)), sum(cast(randn(7) * 1000 AS INT)), count(DISTINCT monotonically_increasing_id()), bit_xor(hash(randstr(4, 7))), bit_xor(hash(uuid(7))), max(spark_partition_id())
        FROM range(250000)
        """;

    [Fact]
    public void A_seed_draws_the_same_on_any_number_of_workers()
    {
        var one = On("local[1]", s => Sorted(s.Sql(Drawn)));
        for (var run = 0; run < 5; run++)
            Assert.Equal(one, On("local[4]", s => Sorted(s.Sql(Drawn))));
        Assert.EndsWith("|2", Assert.Single(one), StringComparison.Ordinal);
    }

    [Fact]
    public void A_seeded_sample_has_the_same_rows_on_any_number_of_workers()
    {
        var one = On("local[1]", s => s.Range(250_000).Sample(0.001, 42).ToLocal<long>().Order().ToArray());
        for (var run = 0; run < 5; run++)
            Assert.Equal(one, On("local[4]", s => s.Range(250_000).Sample(0.001, 42).ToLocal<long>().Order()));
    }

    [Fact]
    public void Equal_arrays_are_shuffled_row_by_row() =>
        Assert.InRange(On("local[2]", s => s.Sql("SELECT DISTINCT shuffle(array(1, 2, 3, 4, 5, 6)) FROM range(200)").Count()), 50, 200);

    private static T On<T>(string master, Func<Session, T> ask)
    {
        using var session = Session.Builder().Master(master).Create();
        return ask(session);
    }
}
