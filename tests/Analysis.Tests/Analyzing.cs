using Spindle.Columnar.Errors;
using Spindle.Functions.Catalog;
using Spindle.Plans.Logical;
using Spindle.Sql.Parsing;
using Xunit;

namespace Spindle.Analysis.Tests;

/// <summary>Short ways to analyse a text.</summary>
internal static class Analyzing
{
    public static LogicalPlan Analyze(this TestCatalog catalog, string sql, SessionSnapshot? session = null) =>
        new Analyzer(catalog, session ?? new SessionSnapshot { TimeZone = "America/Los_Angeles", ReadType = SqlParser.ParseTypeOrSchema }).Analyze(SqlParser.ParseQuery(sql));

    /// <summary>Analysed with every function whose types are known, whether it can be evaluated or not.</summary>
    public static LogicalPlan Declared(this TestCatalog catalog, string sql) =>
        new Analyzer(catalog, new SessionSnapshot { TimeZone = "America/Los_Angeles", ReadType = SqlParser.ParseTypeOrSchema }, FunctionCatalog.Declared).Analyze(SqlParser.ParseQuery(sql));

    public static string Schema(this TestCatalog catalog, string sql) => catalog.Analyze(sql).Schema.Name;

    public static SpindleException Fails(this TestCatalog catalog, string sql) => Assert.Throws<SpindleException>(() => catalog.Analyze(sql));
}
