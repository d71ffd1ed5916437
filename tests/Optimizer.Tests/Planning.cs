using Spindle.Analysis;
using Spindle.Functions.Catalog;
using Spindle.Plans.Logical;
using Spindle.Plans.Physical;
using Spindle.Sources;
using Spindle.Sql.Parsing;

namespace Spindle.Optimizer.Tests;

/// <summary>From text to plans.</summary>
internal static class Planning
{
    /// <summary>Few partitions and a low limit for copies, so that the small tables are dealt out.</summary>
    public static Topology Cluster { get; } = Topology.Cluster(2, 2, shufflePartitions: 8, broadcastThreshold: 10_000, singleSortThreshold: 10_000);

    public static LogicalPlan Analyze(string sql, ICatalog? catalog = null) =>
        new Analyzer(catalog ?? new TestCatalog(), new SessionSnapshot { TimeZone = "UTC" }).Analyze(SqlParser.ParseQuery(sql));

    public static PhysicalPlan Plan(string sql, OptimizerSettings? settings = null) =>
        new QueryPlanner(settings ?? OptimizerSettings.Default, Topology.OneProcess).Plan(Analyze(sql));
}
