using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Running;

/// <summary>A query that two engines answered differently, made small.</summary>
public sealed record Difference(int Seed, string Kind, string What, Node Query, Answer Expected, Answer Actual)
{
    public override string ToString() =>
        $"seed {Seed}: {What}\n  spark: {Query.Sql(Dialect.Spark)}\n  duck:  {Query.Sql(Dialect.Duck)}\nDuckDB: {Expected.Show()}\nSpindle: {Actual.Show()}\n";
}
