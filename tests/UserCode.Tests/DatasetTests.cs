using Spindle.Columnar.Errors;
using Spindle.Sql;
using static Spindle.Sql.Functions;

namespace Spindle.UserCode.Tests;

public sealed class DatasetTests
{
    private static readonly Session Session = Sessions.Shared;

    private static readonly Sale[] Sales =
    [
        new("tea", 3, 2.5, new DateOnly(2024, 1, 1), ["hot", "green"]), new("milk", 1, 1.25, new DateOnly(2024, 1, 2), []), new("tea", 2, 2.5, new DateOnly(2024, 1, 3), ["cold"]),
        new("bread", 5, 3, null, ["rye"]),
    ];

    [Fact]
    public void Objects_come_back_as_they_went()
    {
        var back = Session.CreateDataset(Sales).Collect();
        Assert.Equal(Sales.Select(s => s.ToString()), back.Select(s => s.ToString()));
        Assert.Equal(Sales[0].Tags, back[0].Tags);
        Assert.Equal(["Item", "Count", "Price", "Day", "Tags"], Session.CreateDataset(Sales).ToDF().Columns);
    }

    [Fact]
    public void Classes_tuples_nested_objects_and_simple_values_are_rows()
    {
        var order = new Order { Id = 7, Customer = new Person("Ann", null), Lines = [new Person("x", 1)], Notes = new() { ["a"] = 1 }, Total = 12.50m, At = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc), Kind = System.DayOfWeek.Monday };
        var back = Session.CreateDataset([order]).Map(o => o).Collect()[0];
        Assert.Equal((7L, order.Customer, 12.50m, order.At, 1, System.DayOfWeek.Monday), (back.Id, back.Customer, back.Total, back.At, back.Notes["a"], back.Kind));
        Assert.Equal(order.Lines, back.Lines);
        Assert.Null(back.Customer.Age);
        Assert.Equal([(1, "a"), (2, "b")], Session.CreateDataset([(1, "a"), (2, "b")]).Collect());
        Assert.Equal([1, null, 3], Session.CreateDataset<int?>([1, null, 3]).Collect());
        Assert.Equal(["x", null], Session.CreateDataset<string?>(["x", null]).Collect());
        Assert.Equal([Guid.Empty], Session.CreateDataset([Guid.Empty]).Collect());
    }

    [Fact]
    public void Map_filter_and_flat_map_run_in_one_loop()
    {
        var limit = 2;
        var chain = Session.CreateDataset(Sales).Filter(s => s.Count >= limit).FlatMap(s => s.Tags.Select(t => (s.Item, Tag: t))).Map(p => $"{p.Item}:{p.Tag}").Filter(t => !t.EndsWith("cold", StringComparison.Ordinal));
        Assert.Equal(["tea:hot", "tea:green", "bread:rye"], chain.Collect());
        var plan = chain.ToDF().ExplainText();
        Assert.True(plan.Split("UserRows").Length == 2, plan);
        Assert.Contains("Filter a lambda in", plan, StringComparison.Ordinal);
        Assert.Equal(3, chain.Count());
    }

    [Fact]
    public void Many_rows_over_several_batches_and_threads()
    {
        var squares = Session.Range(200_000).As<long>().Filter(x => x % 3 == 0).FlatMap(x => new[] { x, x + 1 }).Map(x => new { X = x, Square = x * x });
        Assert.Equal(133_334, squares.Count());
        var sum = squares.ToDF().Agg(Sum("X"), Sum("Square")).Collect()[0];
        var expected = Enumerable.Range(0, 200_000).Where(x => x % 3 == 0).SelectMany(x => new long[] { x, x + 1 }).ToList();
        Assert.Equal([expected.Sum(), expected.Sum(x => x * x)], sum);
    }

    [Fact]
    public void Partitions_are_mapped_with_what_is_made_once()
    {
        var made = Session.LongAccumulator("made");
        var mapped = Session.Range(1000).As<long>().Filter(x => x < 500).MapPartitions(rows => Numbered(rows, made)).Map(x => x * 2);
        Assert.Equal(Enumerable.Range(0, 500).Sum(x => 2L * x), mapped.Collect().Sum());
        Assert.InRange(made.Value, 1, 10);

        static IEnumerable<long> Numbered(IEnumerable<long> rows, Spindle.UserCode.Sharing.LongAccumulator made)
        {
            made.Add(1);
            foreach (var row in rows)
                yield return row;
        }
    }

    [Fact]
    public void Groups_by_key()
    {
        var grouped = Session.CreateDataset(Sales).GroupByKey(s => s.Item);
        Assert.Equal(["bread 5", "milk 1", "tea 5"], grouped.MapGroups((k, sales) => $"{k} {sales.Sum(s => s.Count)}").SortBy(t => t).Collect());
        Assert.Equal([("bread", 5), ("milk", 1), ("tea", 2), ("tea", 3)], grouped.FlatMapGroups((k, sales) => sales.Select(s => (k, s.Count))).Collect().Order());
        Assert.Equal(["bread", "milk", "tea"], grouped.Keys().Collect().Order());
        Assert.Equal([("bread", 1L), ("milk", 1L), ("tea", 2L)], grouped.Count().Collect().Select(p => (p.Key, p.Value)).Order());
        Assert.Equal([("bread", 15.0), ("milk", 1.25), ("tea", 12.5)], grouped.Agg(new Revenue()).Collect().Select(p => (p.Key, p.Value)).Order());
        var merged = grouped.ReduceGroups((a, b) => a with { Count = a.Count + b.Count, Tags = [.. a.Tags, .. b.Tags] }).Collect();
        Assert.Equal(5, merged.Single(p => p.Key == "tea").Value.Count);
        Assert.Equal(3, merged.Single(p => p.Key == "tea").Value.Tags.Length);
    }

    [Fact]
    public void Words_are_counted_by_reducing_by_key()
    {
        var lines = Session.CreateDataset(["a b a", "c a b"]);
        var counts = lines.FlatMap(l => l.Split(' ')).Map(w => (Word: w, Count: 1)).ReduceByKey(p => p.Word, (a, b) => (a.Word, a.Count + b.Count)).Map(p => p.Value).SortBy(p => p.Count, descending: true);
        Assert.Equal([("a", 3), ("b", 2), ("c", 1)], counts.Collect());
    }

    [Fact]
    public void Joins_by_keys_of_both()
    {
        var prices = Session.CreateDataset([new Price("tea", 1), new Price("bread", 2), new Price("tea", 3)]);
        var joined = Session.CreateDataset(Sales).Join(prices, s => s.Item, p => p.Name, (s, p) => s.Count * p.Factor);
        Assert.Equal([2, 3, 6, 9, 10], joined.Collect().Order());
    }

    [Fact]
    public void Sorting_sampling_sets_and_folds()
    {
        var numbers = Session.CreateDataset(Enumerable.Range(0, 1000));
        Assert.Equal(Enumerable.Range(0, 1000).OrderBy(x => (x % 10, -x).ToString()).Take(5), numbers.SortBy(x => (x % 10, -x).ToString()).Take(5));
        Assert.Equal([999, 998], numbers.SortBy(x => x, descending: true).Take(2));
        Assert.Equal(Sales.OrderBy(s => s.Price).ThenBy(s => s.Item).Select(s => s.Item).First(), Session.CreateDataset(Sales).SortBy(s => s.Price).First().Item);
        Assert.InRange(numbers.Sample(0.5, seed: 1).Count(), 350, 650);
        Assert.Equal(2000, numbers.Union(numbers).Count());
        Assert.Equal(1000, numbers.Union(numbers).Distinct().Count());
        Assert.Equal(499_500, numbers.Reduce((a, b) => a + b));
        Assert.Equal((1000L, 999), numbers.Aggregate((Count: 0L, Max: 0), (s, x) => (s.Count + 1, Math.Max(s.Max, x)), (a, b) => (a.Count + b.Count, Math.Max(a.Max, b.Max))));
        Assert.Throws<InvalidOperationException>(() => numbers.Filter(x => x < 0).Reduce((a, b) => a + b));
    }

    [Fact]
    public void Frames_become_datasets_by_names_and_casts()
    {
        var frame = Session.Sql("SELECT 'tea' AS name, CAST(3 AS TINYINT) AS FACTOR, true AS other");
        Assert.Equal([new Price("tea", 3)], frame.As<Price>().Collect());
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", Assert.Throws<SpindleException>(() => frame.As<Person>()).ErrorClass.Name);
        Assert.Equal("UNSUPPORTED_DATATYPE", Assert.Throws<SpindleException>(() => frame.As<Thread>()).ErrorClass.Name);
        Assert.Equal([2m], Session.Sql("SELECT 1.5BD AS v").As<decimal>().Map(v => v + 0.5m).Collect());
    }

    [Fact]
    public void Typed_and_untyped_steps_mix_and_a_dataset_joins_itself()
    {
        var typed = Session.Range(10).As<long>().Map(x => new Pair(x, x % 3));
        var frame = typed.ToDF().Where(Col("B") == 1).WithColumn("C", Col("A") * 10);
        Assert.Equal([10L, 40L, 70L], frame.Select("C").As<long>().Collect());
        Assert.Equal(4 * 4 + 3 * 3 + 3 * 3, typed.Join(typed, p => p.B, p => p.B, (l, r) => l.A + r.A).Count());
        typed.ToDF().CreateOrReplaceTempView("typed_pairs");
        Assert.Equal(3, Session.Sql("SELECT * FROM typed_pairs a JOIN typed_pairs b ON a.A = b.B AND a.A < 1 WHERE b.A > 0").Count());
    }

    [Fact]
    public void Broadcast_values_and_accumulators_are_shared()
    {
        var names = Session.Broadcast(new Dictionary<long, string> { [1] = "one", [2] = "two" });
        var misses = Session.LongAccumulator();
        var seen = Session.CollectionAccumulator<long>();
        var sum = Session.DoubleAccumulator();
        var named = Session.Range(4).As<long>().Map(x =>
        {
            sum.Add(x);
            seen.Add(x);
            if (names.Value.TryGetValue(x, out var name))
                return name;
            misses.Add(1);
            return "?";
        });
        Assert.Equal(["?", "one", "two", "?"], named.Collect());
        Assert.Equal((2L, 6.0, 4), (misses.Value, sum.Value, seen.Value.Count));
        names.Destroy();
        Assert.Equal("SPINDLE_USER_CODE.HANDLE_GONE", Assert.Throws<SpindleException>(() => named.Collect()).ErrorClass.Name);
    }

    [Fact]
    public void Errors_say_whose_they_are()
    {
        var error = Assert.Throws<SpindleException>(() => Session.CreateDataset([1, 0]).Map(x => 1 / x).Collect());
        Assert.Equal("FAILED_EXECUTE_UDF", error.ErrorClass.Name);
        Assert.Contains("Map a lambda in Spindle.UserCode.Tests.DatasetTests", error.Message, StringComparison.Ordinal);
        Assert.Equal("NOT_NULL_ASSERT_VIOLATION", Assert.Throws<SpindleException>(() => Session.CreateDataset([1]).Map(x => (Price)null!).Collect()).ErrorClass.Name);
        Assert.Equal("NOT_NULL_ASSERT_VIOLATION", Assert.Throws<SpindleException>(() => Session.Sql("SELECT CAST(NULL AS INT) AS v").As<int>().Collect()).ErrorClass.Name);
        using var file = File.OpenRead(typeof(DatasetTests).Assembly.Location);
        Assert.Equal("SPINDLE_USER_CODE.CAPTURED_VALUE", Assert.Throws<SpindleException>(() => Session.CreateDataset([1]).Map(x => file.Length + x)).ErrorClass.Name);
    }

    public sealed record Sale(string Item, int Count, double Price, DateOnly? Day, string[] Tags);

    public sealed record Price(string Name, int Factor);

    public sealed record Person(string Name, int? Age);

    public readonly record struct Pair(long A, long B);

    public sealed class Order
    {
        public long Id { get; set; }

        public Person Customer { get; set; } = new("", 0);

        public List<Person> Lines { get; set; } = [];

        public Dictionary<string, int> Notes { get; set; } = [];

        public decimal Total { get; set; }

        public DateTime At { get; set; }

        public System.DayOfWeek Kind { get; set; }
    }

    private sealed class Revenue : Aggregator<Sale, double, double>
    {
        public override double Zero() => 0;

        public override double Reduce(double state, Sale value) => state + (value.Count * value.Price);

        public override double Merge(double left, double right) => left + right;

        public override double Finish(double state) => state;
    }
}
