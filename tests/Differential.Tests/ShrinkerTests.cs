using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Data;
using Spindle.Differential.Tests.Engines;
using Spindle.Differential.Tests.Generation;
using Spindle.Differential.Tests.Queries;
using Spindle.Differential.Tests.Running;

namespace Spindle.Differential.Tests;

public sealed class ShrinkerTests
{
    /// <summary>One engine is wrong about whatever calls upper: of a query of many clauses, little more than that call is left.</summary>
    [Fact]
    public void What_does_not_matter_is_dropped()
    {
        var tables = RandomTables.Create(seed: 20);
        var shrinker = new Shrinker(new Scripted(_ => "n:1"), new Scripted(sql => sql.Contains("upper(", StringComparison.Ordinal) ? "n:2" : "n:1"), attempts: 5_000);
        var queries = Enumerable.Range(0, 2_000).Select(seed => QueryGenerator.Generate(tables, seed).Node)
            .Where(q => q.Sql(Dialect.Spark) is var sql && sql.Contains("upper(", StringComparison.Ordinal) && sql.Length > 300 && Shrinker.OrderOf(q).Count == 0).Take(3).ToList();
        Assert.Equal(3, queries.Count);
        foreach (var query in queries)
        {
            var sql = shrinker.Shrink(query).Sql(Dialect.Spark);
            Assert.Contains("upper(", sql, StringComparison.Ordinal);
            Assert.True(sql.Length < 200, sql);
        }
    }

    private sealed class Scripted(Func<string, string> answer) : IEngine
    {
        public Dialect Dialect => Dialect.Spark;

        public Answer Answer(string sql) => new([[answer(sql)]]);
    }
}
