using System.Text.RegularExpressions;
using Xunit;

namespace Spindle.Analysis.Tests;

/// <summary>Resolved plans as text, one intent each. Ids are renumbered from 1 in the order in which they appear.</summary>
public partial class PlanTests
{
    private static readonly TestCatalog Catalog = TestCatalog.Of("t: a int, b string, c decimal(10,2)", "u: a int, d date", "s: p struct<x: int, y: array<int>>, m map<string,int>, l array<int>");

    [Fact]
    public void A_select_list_of_expressions_is_a_projection_with_Sparks_names() => Plan("select a + 1, upper(b), c as price from t", """
        Project [(t.a + 1) AS (a + 1)#1, upper(t.b) AS upper(b)#2, t.c AS price#3]
        └─ Relation t [a#4, b#5, c#6]
        """);

    [Fact]
    public void A_grouped_query_computes_each_aggregate_once() => Plan("select b, sum(a), sum(a) + 1 from t group by b having sum(a) > 2", """
        Project [b#1, sum(a)#2, (sum(a) + 1) AS (sum(a) + 1)#3]
        └─ Filter (sum(a) > 2)
           └─ Aggregate [t.b] [b#1, sum(t.a) AS sum(a)#2]
              └─ Relation t [a#4, b#1, c#5]
        """);

    [Fact]
    public void Sorting_by_a_column_that_is_not_selected_adds_and_drops_it() => Plan("select b from t order by a desc", """
        Project [b#1]
        └─ Sort [t.a DESC NULLS LAST]
           └─ Project [b#1, a#2]
              └─ Relation t [a#2, b#1, c#3]
        """);

    [Fact]
    public void Sorting_by_an_aggregate_computes_it_beside_the_others() => Plan("select b from t group by b order by max(a)", """
        Project [b#1]
        └─ Sort [max(a) ASC NULLS FIRST]
           └─ Aggregate [t.b] [b#1, max(t.a) AS max(a)#2]
              └─ Relation t [a#3, b#1, c#4]
        """);

    [Fact]
    public void A_correlated_subquery_marks_the_columns_of_the_enclosing_query() => Plan("select a from t where exists (select 1 from u where u.a = t.a)", """
        Project [a#1]
        └─ Filter exists()
           ├─ Project [1 AS 1#2]
           │  └─ Filter (u.a = outer(t.a))
           │     └─ Relation u [a#3, d#4]
           └─ Relation t [a#1, b#5, c#6]
        """);

    [Fact]
    public void Rollup_multiplies_the_rows_once_for_each_set() => Plan("select b, count(*) from t group by rollup (b)", """
        Aggregate [t.b, spark_grouping_id] [b#1, count(1) AS count(1)#2]
        └─ Expand [a#3, b#4, c#5, b#1, spark_grouping_id#6] (t.a, t.b, t.c, t.b, 0) (t.a, t.b, t.c, NULL, 1)
           └─ Relation t [a#3, b#4, c#5]
        """);

    [Fact]
    public void A_window_function_gets_its_default_frame_and_QUALIFY_filters_above_it() => Plan("select a from t qualify row_number() over (partition by b order by a) = 1", """
        Project [a#1]
        └─ Filter (row_number() OVER (PARTITION BY b ORDER BY a ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) = 1)
           └─ Window [row_number() OVER (PARTITION BY t.b ORDER BY t.a ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS row_number() OVER (PARTITION BY b ORDER BY a ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)#2]
              └─ Relation t [a#1, b#3, c#4]
        """);

    [Fact]
    public void USING_gives_the_common_column_once_and_keeps_the_other_reachable() => Plan("select *, u.a from t join u using (a)", """
        Project [a#1, b#2, c#3, d#4, a#5]
        └─ Project [a#1, b#2, c#3, d#4, a#5]
           └─ Join Inner on (t.a = u.a)
              ├─ Relation t [a#1, b#2, c#3]
              └─ Relation u [a#5, d#4]
        """);

    [Fact]
    public void A_common_table_read_twice_is_resolved_once() => Plan("with w as (select a from t) select x.a from w x join w y on x.a = y.a", """
        With w #1
        ├─ Project [a#2]
        │  └─ Relation t [a#2, b#3, c#4]
        └─ Project [a#5]
           └─ Join Inner on (x.a = y.a)
              ├─ CommonTableReference w #1
              └─ CommonTableReference w #1
        """);

    [Fact]
    public void A_generator_in_the_select_list_becomes_a_Generate_below_it() => Plan("select a, explode(array(1, 2)) as e from t", """
        Project [a#1, e#2]
        └─ Generate explode(array(1, 2)) [e#2]
           └─ Relation t [a#1, b#3, c#4]
        """);

    [Fact]
    public void A_generator_beside_a_table_is_no_join() => Plan("select a, x from t, lateral explode(array(a)) as e (x)", """
        Project [a#1, x#2]
        └─ Project [a#1, b#3, c#4, col AS x#2]
           └─ Generate explode(array(t.a)) [col#5]
              └─ Relation t [a#1, b#3, c#4]
        """);

    [Fact]
    public void A_union_casts_its_inputs_to_their_common_types() => Plan("select a from t union all select c from t", """
        Union [a#1]
        ├─ Project [t.a AS a#2]
        │  └─ Project [a#3]
        │     └─ Relation t [a#3, b#4, c#5]
        └─ Project [t.c AS c#6]
           └─ Project [c#7]
              └─ Relation t [a#8, b#9, c#7]
        """);

    [Theory]
    [InlineData("select p.x, p.y[0], m['k'], l[1] from s", "struct<x:int,p.y[0]:int,m[k]:int,l[1]:int>")]
    [InlineData("select A, T.B from t", "struct<A:int,B:string>")]
    [InlineData("select a as x, x + 1 from t", "struct<x:int,(lateralAliasReference(x) + 1):int>")]
    [InlineData("select cast(a as string), cast(a + 1 as string) from t", "struct<a:string,CAST((a + 1) AS STRING):string>")]
    [InlineData("select count(distinct a), count(*), sum(a) filter (where a > 1) from t", "struct<count(DISTINCT a):bigint,count(1):bigint,sum(a) FILTER (WHERE (a > 1)):bigint>")]
    [InlineData("select transform(l, x -> x + 1) from s", "struct<transform(l, lambdafunction((namedlambdavariable() + 1), namedlambdavariable())):array<int>>")]
    [InlineData("select case a when 1 then c else 0 end from t", "struct<CASE WHEN (a = 1) THEN c ELSE 0 END:decimal(12,2)>")]
    [InlineData("select d + interval 1 month, d - date'2020-01-01' from u", "struct<d + INTERVAL '1' MONTH:date,(d - DATE '2020-01-01'):interval day>")]
    [InlineData("select * from t natural join u", "struct<a:int,b:string,c:decimal(10,2),d:date>")]
    [InlineData("select b, max(a) from t group by all", "struct<b:string,max(a):int>")]
    [InlineData("select * except (b) from t", "struct<a:int,c:decimal(10,2)>")]
    [InlineData("select * from t pivot (sum(a) for b in ('x', 'y' as z))", "struct<c:decimal(10,2),x:bigint,z:bigint>")]
    [InlineData("select * from range(3), lateral (select id * 2 as twice)", "struct<id:bigint,twice:bigint>")]
    [InlineData("select * from s lateral view posexplode(l) e as i, v", "struct<p:struct<x:int,y:array<int>>,m:map<string,int>,l:array<int>,i:int,v:int>")]
    [InlineData("select percentile(a, 0.5), percentile_cont(0.25) within group (order by a desc), median(a), regr_count(a, c) from t",
        "struct<percentile(a, 0.5, 1):double,percentile_cont(0.25) WITHIN GROUP (ORDER BY a DESC):double,median(a):double,regr_count(a, c):bigint>")]
    [InlineData("values (1, 'a'), (2.5, null)", "struct<col1:decimal(11,1),col2:string>")]
    public void Results_are_named_and_typed_as_in_Spark(string sql, string schema) => Assert.Equal(schema, Catalog.Declared(sql).Schema.Name);

    [Fact]
    public void A_view_is_resolved_where_it_is_used_and_hides_its_tables()
    {
        var catalog = TestCatalog.Of("t: a int").WithView("v", "select a + 1 as n from t");
        Assert.Equal("struct<n:int>", catalog.Schema("select v.n from v"));
        Assert.Equal("UNRESOLVED_COLUMN.WITH_SUGGESTION", catalog.Fails("select t.a from v").ErrorClass.Name);
    }

    [Fact]
    public void Joining_a_resolved_plan_with_itself_renews_the_ids_of_one_side()
    {
        var side = Catalog.Analyze("select a, count(*) as n from t group by a");
        var plan = new Analyzer(Catalog, new Spindle.Functions.Catalog.SessionSnapshot()).Analyze(new Spindle.Plans.Logical.Join(side, side, Spindle.Plans.Logical.JoinKind.Cross, null));
        Assert.Equal(4, plan.Output.Select(c => c.Id).Distinct().Count());
    }

    private static void Plan(string sql, string expected)
    {
        var ids = new Dictionary<string, int>();
        var text = Ids().Replace(Catalog.Declared(sql).ToString().TrimEnd(), m => ids.TryGetValue(m.Value, out var n) ? $"#{n}" : $"#{ids[m.Value] = ids.Count + 1}");
        Assert.True(expected.ReplaceLineEndings("\n") == text, text);
    }

    [GeneratedRegex(@"#\d+")]
    private static partial Regex Ids();
}
