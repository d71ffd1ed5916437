using Spindle.Differential.Tests.Data;
using Spindle.Differential.Tests.Generation;
using Spindle.Differential.Tests.Queries;
using Spindle.Differential.Tests.Running;
using Spindle.Sql.Parsing;

namespace Spindle.Differential.Tests;

/// <summary>The generator by itself: what it makes is repeatable, readable and varied.</summary>
public sealed class GeneratorTests
{
    private static readonly IReadOnlyList<RandomTable> Tables = RandomTables.Create(seed: 20);

    [Fact]
    public void The_same_seed_makes_the_same_query()
    {
        for (var seed = 0; seed < 50; seed++)
            Assert.Equal(QueryGenerator.Generate(Tables, seed).Node.Sql(Dialect.Spark), QueryGenerator.Generate(RandomTables.Create(seed: 20), seed).Node.Sql(Dialect.Spark));
    }

    [Fact]
    public void Every_query_can_be_parsed()
    {
        for (var seed = 0; seed < 1_000; seed++)
            SqlParser.ParseStatement(QueryGenerator.Generate(Tables, seed).Node.Sql(Dialect.Spark), new ParserSettings(Columnar.Time.TimeZone.Find("UTC")!));
    }

    [Fact]
    public void What_matters_is_in_a_fair_share_of_the_queries()
    {
        var statistics = new RunStatistics();
        for (var seed = 0; seed < 2_000; seed++)
            statistics.Add(QueryGenerator.Generate(Tables, seed), returnsRows: true);
        Coverage.AssertShares(statistics);
    }
}
