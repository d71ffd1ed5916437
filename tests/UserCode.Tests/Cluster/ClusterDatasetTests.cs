using Spindle.Sql;
using Spindle.UserCode.Sharing;
using static Spindle.Sql.Functions;

namespace Spindle.UserCode.Tests.Cluster;

/// <summary>Typed pipelines, broadcast variables and accumulators over executor processes.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterDatasetTests(ClusterSession cluster)
{
    private static readonly Sale[] Sales =
        [new("tea", 3, 2.5), new("milk", 1, 1.25), new("tea", 2, 2.5), new("bread", 5, 3)];

    private Session Session => cluster.Session;

    [Fact]
    public void A_pipeline_of_every_step()
    {
        var limit = 1;
        var sold = Session.CreateDataset(Sales).Filter(s => s.Count > limit).FlatMap(s => Enumerable.Repeat(s.Item, s.Count)).GroupByKey(i => i).MapGroups((item, all) => new Held(item, all.Count())).SortBy(h => h.Item);
        Assert.Equal([new Held("bread", 5), new Held("tea", 5)], sold.Collect());
        Assert.Equal(28.75, Session.CreateDataset(Sales).Map(s => s.Count * s.Price).Reduce((a, b) => a + b), 9);
        var names = Session.CreateDataset([new Name("tea", "Tea"), new Name("milk", "Milk")]);
        Assert.Equal(["Milk1", "Tea2", "Tea3"], Session.CreateDataset(Sales).Join(names, s => s.Item, n => n.Key, (s, n) => $"{n.Text}{s.Count}").Collect().Order());
        Assert.Equal((4L, 11L), Session.CreateDataset(Sales).Aggregate((Rows: 0L, Count: 0L), (a, s) => (a.Rows + 1, a.Count + s.Count), (a, b) => (a.Rows + b.Rows, a.Count + b.Count)));
        Assert.Equal(4, Session.CreateDataset(Sales).MapPartitions(all => all.Select(s => s.Item)).Union(Session.CreateDataset(["x"])).Distinct().Count());
        Assert.Equal(5, Session.CreateDataset(Sales).ReduceByKey(s => s.Item, (a, b) => a with { Count = a.Count + b.Count }).Collect().Single(p => p.Key == "tea").Value.Count);
    }

    [Fact]
    public void A_broadcast_variable_comes_to_each_process_once()
    {
        var table = Session.Broadcast(Enumerable.Range(0, 1_000).ToDictionary(i => (long)i, i => new Name($"k{i}", $"name {i}")));
        var looked = Session.Range(0, 4_000).Repartition(16).Select(Udf((long x) => table.Value[x % 1_000].Text).Apply("id").As("t"));
        Assert.Equal(1_000, looked.Distinct().Count());
        // The very same object for every task of a process.
        var seen = Session.Range(0, 64).Repartition(16).Select(Udf((long x) => $"{Environment.ProcessId}:{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(table.Value)}").Apply("id").As("t")).Distinct().Count();
        Assert.InRange(seen, 1, 2);
    }

    [Fact]
    public void A_broadcast_variable_of_many_pieces()
    {
        var numbers = new int[6_000_000];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = i * 7;
        var table = Session.Broadcast(numbers);
        Assert.Equal(Enumerable.Range(0, 1_000).Sum(i => (long)numbers[i * 5_999]), Session.Range(0, 1_000).Repartition(8).Select(Udf((long x) => (long)table.Value[x * 5_999]).Apply("id").As("v")).Agg(Sum("v")).Collect()[0].Get<long>(0));
        table.Destroy();
    }

    [Fact]
    public void Accumulators_count_each_row_once()
    {
        var (odd, sum, seen) = (Session.LongAccumulator("odd"), Session.DoubleAccumulator(), Session.CollectionAccumulator<string>());
        var counted = Session.Range(0, 1_000).Repartition(10).As<long>().Map(x =>
        {
            if (x % 2 == 1)
                odd.Add(1);
            sum.Add(0.5);
            if (x % 100 == 0)
                seen.Add($"at {x}");
            return x;
        });
        Assert.Equal(1_000, counted.Collect().Count);
        Assert.Equal((500L, 500.0), (odd.Value, sum.Value));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"at {i * 100}"), seen.Value.Order());
    }

    [Fact]
    public void What_a_failed_attempt_added_does_not_count()
    {
        var (rows, failures) = (Session.LongAccumulator(), Session.LongAccumulator());
        var flag = Path.Combine(Directory.CreateTempSubdirectory("spindle-attempt-").FullName, "failed");
        var counted = Session.Range(0, 1_000).Repartition(4).As<long>().Map(x =>
        {
            rows.Add(1);
            if (x == 500 && !File.Exists(flag))
            {
                failures.Add(1);
                File.WriteAllText(flag, "");
                throw new IOException("a service that answers the next attempt");
            }

            return x;
        });
        Assert.Equal(1_000, counted.Collect().Count);
        Assert.True(File.Exists(flag));
        Assert.Equal((1_000L, 0L), (rows.Value, failures.Value));
        Directory.Delete(Path.GetDirectoryName(flag)!, recursive: true);
    }

    [Fact]
    public void A_sort_that_samples_first_counts_each_row_once()
    {
        var rows = Session.LongAccumulator();
        var sorted = Session.Range(0, 50_000).Repartition(4).As<long>().Map(x =>
        {
            rows.Add(1);
            return x * 7919 % 50_000;
        }).SortBy(x => x);
        Assert.Equal(50_000, sorted.Collect().Count);
        Assert.Equal(50_000, rows.Value);
    }

    public sealed record Sale(string Item, int Count, double Price);

    public sealed record Held(string Item, int Count);

    public sealed record Name(string Key, string Text);
}
