using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Sql;

namespace Spindle.Executor.Tests;

/// <summary>Executors write the rows that they have; what they wrote appears whole or not at all.</summary>
public sealed class ClusterWriteTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spindle-write-").FullName;

    public ClusterWriteTests() => TestCluster.Use();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Tasks_write_rows_once_and_a_failed_write_leaves_the_old_ones()
    {
        using var session = Session.Builder().Master("test-cluster[2,1,4]").Config("spark.sql.session.timeZone", "UTC").Create();
        var path = Path.Combine(folder, "numbers");
        session.Sql("SELECT /*+ REPARTITION(6) */ id, id % 3 AS part, cast(id AS string) AS name FROM range(100000)").Write.PartitionBy("part").Parquet(path);
        Assert.Equal(["0", "1", "2"], Directory.GetDirectories(path).Select(d => d[(d.LastIndexOf('=') + 1)..]).Order(StringComparer.Ordinal));
        Assert.True(Directory.GetFiles(path, "*.parquet", SearchOption.AllDirectories).Length >= 6);
        Assert.Equal(["100000 | 4999950000 | 3"], Rows(session, path));

        // An overwrite in which the last tasks fail.
        var error = Assert.Throws<SpindleException>(() =>
            session.Sql("SELECT /*+ REPARTITION(4) */ id, id % 2 AS part, cast(if(id = 99999, 'x', '1') AS int) AS name FROM range(100000)").Write.Mode("overwrite").PartitionBy("part").Parquet(path));
        Assert.Equal("CAST_INVALID_INPUT", error.ErrorClass.Name);
        Assert.Equal(["100000 | 4999950000 | 3"], Rows(session, path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(path, "_temporary*"));

        session.Sql("SELECT id, 7 AS part, 'n' AS name FROM range(10)").Write.Mode("overwrite").PartitionBy("part").Parquet(path);
        Assert.Equal(["10 | 45 | 1"], Rows(session, path));
    }

    [Fact]
    public void An_order_holds_across_files_and_rows_of_the_program_travel()
    {
        using var session = Session.Builder().Master("test-cluster[2,1,4]").Create();
        var path = Path.Combine(folder, "sorted");
        session.CreateDataFrame(Enumerable.Range(0, 5_000).Select(i => new Item(i * 7919 % 5_000, $"item {i}"))).CreateOrReplaceTempView("items");
        Assert.Equal(["5000 | 12497500 | 5000"], [.. session.Sql("SELECT count(*), sum(Number), count(DISTINCT Name) FROM items").Collect().Select(Text)]);
        session.Sql("SELECT Number, Name FROM items ORDER BY Number DESC").Write.Parquet(path);
        Assert.Equal(Enumerable.Range(0, 5_000).Reverse().Select(i => i.ToString(CultureInfo.InvariantCulture)), session.Read.Parquet(path).Select("Number").Collect().Select(Text));
    }

    private static List<string> Rows(Session session, string path)
    {
        session.Read.Parquet(path).CreateOrReplaceTempView("written");
        return [.. session.Sql("SELECT count(*), sum(id), count(DISTINCT part) FROM written").Collect().Select(Text)];
    }

    private static string Text(Row row) => string.Join(" | ", row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));

    private sealed record Item(int Number, string Name);
}
