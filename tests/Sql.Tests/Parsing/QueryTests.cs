using Spindle.Sql.Parsing;

namespace Spindle.Sql.Tests.Parsing;

public class QueryTests
{
    [Theory]
    [InlineData("SELECT a, b AS c FROM t WHERE a > 1", "Project [a, b AS c] / Filter >(a, 1) / UnresolvedRelation t")]
    [InlineData("SELECT 1", "Project [1] / Values [] 1 rows")]
    [InlineData("SELECT DISTINCT a FROM t", "Distinct / Project [a] / UnresolvedRelation t")]
    [InlineData("SELECT a, sum(b) FROM t GROUP BY a HAVING sum(b) > 1 ORDER BY 2 DESC NULLS FIRST LIMIT 10 OFFSET 5",
        "Limit 10 offset 5 / Sort [2 DESC NULLS FIRST] / UnresolvedHaving >(sum(b), 1) / Aggregate [a] [a, sum(b)] / UnresolvedRelation t")]
    [InlineData("SELECT a FROM t GROUP BY ALL ORDER BY ALL", "Sort [ALL ASC NULLS FIRST] / Aggregate [ALL] [a] / UnresolvedRelation t")]
    [InlineData("SELECT a FROM t GROUP BY a WITH ROLLUP", "Aggregate [Rollup((a))] [a] / UnresolvedRelation t")]
    [InlineData("SELECT a FROM t GROUP BY a, CUBE(b, (c, d)), GROUPING SETS((a), (), ROLLUP(b))",
        "Aggregate [a, Cube((b), (c, d)), GroupingSets((a), (), (Rollup((b))))] [a] / UnresolvedRelation t")]
    [InlineData("SELECT * FROM a JOIN b ON a.x = b.x LEFT SEMI JOIN c USING (y)",
        "Project [*] / UnresolvedUsingJoin LeftSemi y / Join Inner on =(a.x, b.x) / UnresolvedRelation a / UnresolvedRelation b / UnresolvedRelation c")]
    [InlineData("SELECT * FROM a NATURAL FULL OUTER JOIN b", "Project [*] / UnresolvedUsingJoin Full natural / UnresolvedRelation a / UnresolvedRelation b")]
    [InlineData("SELECT * FROM a x, LATERAL (SELECT x.a) y", "Project [*] / Join Inner lateral / SubqueryAlias x / UnresolvedRelation a / SubqueryAlias y / Project [x.a] / Values [] 1 rows")]
    [InlineData("SELECT * FROM (SELECT 1)", "Project [*] / SubqueryAlias __auto_generated_subquery_name / Project [1] / Values [] 1 rows")]
    [InlineData("SELECT * FROM (a CROSS JOIN b) c", "Project [*] / SubqueryAlias c / Join Cross / UnresolvedRelation a / UnresolvedRelation b")]
    [InlineData("SELECT * FROM ((SELECT 1) a JOIN b)",
        "Project [*] / Join Inner / SubqueryAlias a / Project [1] / Values [] 1 rows / UnresolvedRelation b")]
    [InlineData("VALUES (1, 'a'), (2, 'b') AS t(x, y)", "SubqueryAlias t(x, y) / UnresolvedValues 2 rows")]
    [InlineData("SELECT * FROM range(10) r(id)", "Project [*] / SubqueryAlias r(id) / UnresolvedTableFunction range")]
    [InlineData("SELECT k FROM t LATERAL VIEW OUTER explode(a) e AS k", "Project [k] / UnresolvedLateralView explode(a) / UnresolvedRelation t")]
    [InlineData("WITH a AS (SELECT 1), b(x) AS (TABLE a) SELECT * FROM b", "UnresolvedWith a, b / Project [*] / UnresolvedRelation b")]
    [InlineData("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3", "Union / Project [1] / Values [] 1 rows / Intersect / Project [2] / Values [] 1 rows / Project [3] / Values [] 1 rows")]
    [InlineData("(SELECT 1) EXCEPT ALL (SELECT 2) ORDER BY 1", "Sort [1 ASC NULLS FIRST] / Except all / Project [1] / Values [] 1 rows / Project [2] / Values [] 1 rows")]
    [InlineData("SELECT /*+ BROADCAST(t), MERGE(u) */ a FROM t", "UnresolvedHint BROADCAST / UnresolvedHint MERGE / Project [a] / UnresolvedRelation t")]
    [InlineData("SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY b) QUALIFY x > 1",
        "UnresolvedWindowDefinitions w / UnresolvedQualify >(x, 1) / Project [sum(a) OVER (w)] / UnresolvedRelation t")]
    [InlineData("SELECT * FROM parquet.`a/b`", "Project [*] / UnresolvedRelation parquet.a/b")]
    [InlineData("SELECT * FROM t TABLESAMPLE (10 PERCENT) s", "Project [*] / SubqueryAlias s / UnresolvedSample 10 Percent / UnresolvedRelation t")]
    [InlineData("SELECT * FROM t PIVOT (sum(a) FOR b IN (1 AS x, 2))", "Project [*] / UnresolvedPivot [sum(a)] for [b] in [1 AS x, 2] / UnresolvedRelation t")]
    [InlineData("SELECT * FROM t UNPIVOT (v FOR n IN (a, b AS 'x'))", "Project [*] / UnresolvedUnpivot [v] for n in [a, b] / UnresolvedRelation t")]
    [InlineData("FROM t |> WHERE a > 1 |> AGGREGATE sum(b) AS s GROUP BY a |> ORDER BY s |> LIMIT 1",
        "Limit 1 / UnresolvedPipe / Sort [s ASC NULLS FIRST] / UnresolvedPipe / Aggregate [a] [a, sum(b) AS s] / UnresolvedPipe / Filter >(a, 1) / UnresolvedPipe / UnresolvedRelation t")]
    [InlineData("SELECT a FROM t DISTRIBUTE BY a SORT BY b", "Sort [b ASC NULLS FIRST] / UnresolvedHint REPARTITION / Project [a] / UnresolvedRelation t")]
    [InlineData("SELECT all, values, date FROM values", "Project [all, values, date] / UnresolvedRelation values")]
    public void QueriesBecomePlans(string sql, string expected) => Assert.Equal(expected, Lines(SqlParser.ParseQuery(sql).ToString()));

    [Theory]
    [InlineData("CREATE OR REPLACE TEMP VIEW v(a) AS SELECT 1", "CreateView v Temporary or replace")]
    [InlineData("CREATE TABLE IF NOT EXISTS d.t (a INT NOT NULL, b STRING) USING PARQUET PARTITIONED BY (b)", "CreateTable d.t struct<a:int,b:string> parquet if not exists")]
    [InlineData("CREATE TABLE t USING csv OPTIONS (header true, sep = ';') AS SELECT 1", "CreateTableAsSelect t csv")]
    [InlineData("INSERT OVERWRITE TABLE t PARTITION (p = 1, q) SELECT 1", "InsertInto t overwrite partition (p = 1, q)")]
    [InlineData("INSERT INTO t (a, b) VALUES (1, 2)", "InsertInto t (a, b)")]
    [InlineData("WITH x AS (SELECT 1) INSERT INTO t TABLE x", "InsertInto t")]
    [InlineData("DROP TABLE IF EXISTS a.b", "DropTable a.b if exists")]
    [InlineData("DROP VIEW v", "DropView v")]
    [InlineData("SHOW TABLES IN db LIKE 'a*'", "ShowTables in db like 'a*'")]
    [InlineData("SHOW COLUMNS FROM t", "ShowColumns t")]
    [InlineData("SHOW FUNCTIONS", "ShowFunctions ALL")]
    [InlineData("DESCRIBE EXTENDED t a", "DescribeTable t a extended")]
    [InlineData("DESC QUERY SELECT 1", "DescribeQuery")]
    [InlineData("DESCRIBE FUNCTION abs", "DescribeFunction abs")]
    [InlineData("EXPLAIN ANALYZE SELECT 1", "Explain Analyze")]
    [InlineData("SET spark.sql.ansi.enabled = false;", "SetSetting spark.sql.ansi.enabled=false")]
    [InlineData("SET", "SetSetting")]
    [InlineData("SET TIME ZONE 'Asia/Tokyo'", "SetSetting spark.sql.session.timeZone=Asia/Tokyo")]
    [InlineData("RESET x.y", "ResetSetting x.y")]
    [InlineData("CACHE LAZY TABLE t AS SELECT 1", "CacheTable t lazy")]
    [InlineData("UNCACHE TABLE IF EXISTS t", "UncacheTable t if exists")]
    [InlineData("USE DATABASE d", "UseDatabase d")]
    [InlineData("CREATE SCHEMA IF NOT EXISTS d COMMENT 'x'", "CreateDatabase d if not exists")]
    [InlineData("DROP DATABASE d CASCADE", "DropDatabase d cascade")]
    public void StatementsBecomeCommands(string sql, string expected) => Assert.Equal(expected, Lines(SqlParser.ParseStatement(sql).ToString()));

    [Fact]
    public void ScriptsAreCutAtSemicolonsOutsideOfTextAndComments() =>
        Assert.Equal(["SELECT ';'", "SELECT 2 /* ; */ + 1", "SELECT 3"], SqlParser.SplitStatements("SELECT ';' ; -- one; two\n;SELECT 2 /* ; */ + 1;\nSELECT 3"));

    private static string Lines(string plan) => string.Join(" / ", plan.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimStart('│', '├', '└', '─', ' ')));
}
