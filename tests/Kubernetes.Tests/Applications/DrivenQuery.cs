namespace Spindle.Kubernetes.Tests.Applications;

/// <summary>The query of the tests: it stands apart from them, so that a driver pod can run it without what tests need.</summary>
internal static class DrivenQuery
{
    /// <summary>A join of two tables, whose groups pass the gate when all map outputs stand.</summary>
    public const string Text = "SELECT l_suppkey % 40 AS k, held(count(*)) AS n, sum(l_extendedprice), max(o_orderkey) FROM tpch.lineitem JOIN tpch.orders ON l_orderkey = o_orderkey GROUP BY 1 ORDER BY 1";
}
