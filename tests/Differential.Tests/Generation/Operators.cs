using Spindle.Differential.Tests.Queries;
using static Spindle.Differential.Tests.Queries.SqlType;

namespace Spindle.Differential.Tests.Generation;

/// <summary>
/// The operators and functions of random expressions, by result type. Where the dialects name or type a thing differently, each has its own text;
/// what means different things on purpose is not here (see EXCLUSIONS.md).
/// </summary>
public static class Operators
{
    public static readonly ILookup<SqlType, Operator> ByResult = Numbers().Concat(Texts()).Concat(Times()).Concat(Conditions()).Concat(Nested()).ToLookup(o => o.Result);

    private static IEnumerable<Operator> Numbers()
    {
        foreach (var type in new[] { Int, Long, SqlType.Double })
        {
            yield return Same(type, "({0} + {1})", type, type);
            yield return Same(type, "({0} - {1})", type, type);
            yield return Same(type, "(- {0})", type);
            yield return Same(type, "abs({0})", type);
        }

        yield return Same(Int, "({0} * 3)", Int);
        yield return Same(SqlType.Double, "({0} * 0.5e0)", SqlType.Double);
        yield return Same(SqlType.Double, "({0} / 4e0)", SqlType.Double);
        yield return Same(Int, "({0} % nullif({1}, 0))", Int, Int);
        yield return Same(Long, "({0} % nullif({1}, 0))", Long, Long);
        yield return new(Long, "({0} div nullif({1}, 0))", "CAST({0} // nullif({1}, 0) AS BIGINT)", [Int, Int]);
        yield return Same(Long, "CAST({0} AS BIGINT)", Int);
        yield return Same(Long, "CAST({0} AS BIGINT)", Small);
        yield return Same(Long, "(CAST({0} AS BIGINT) * {1})", Int, Int);
        yield return Same(Int, "CAST({0} % 1000 AS INT)", Long);
        yield return Same(Int, "CAST({0} AS INT)", Small);
        yield return Same(Int, "CAST({0} AS INT)", Bool);
        yield return Same(Small, "CAST({0} % 100 AS SMALLINT)", Int);
        yield return Same(Int, "({0} & {1})", Int, Int);
        yield return Same(Int, "({0} | {1})", Int, Int);
        yield return new(Int, "({0} ^ {1})", "xor({0}, {1})", [Int, Int]);
        yield return new(Long, "floor({0})", "CAST(floor({0}) AS BIGINT)", [SqlType.Double]);
        yield return new(Long, "ceil({0})", "CAST(ceil({0}) AS BIGINT)", [Money]);
        yield return new(Long, "floor({0})", "CAST(floor({0}) AS BIGINT)", [Fine]);
        yield return Same(SqlType.Double, "CAST({0} AS DOUBLE)", Int);
        yield return Same(SqlType.Double, "CAST({0} AS DOUBLE)", Float);
        yield return new(SqlType.Double, "signum({0})", "CASE WHEN isnan({0}) THEN {0} ELSE CAST(sign({0}) AS DOUBLE) END", [SqlType.Double]);
        yield return new(SqlType.Double, "round({0})", "round({0})", [SqlType.Double]);
        yield return new(Int, "length({0})", "CAST(length({0}) AS INT)", [Text]);
        yield return new(Int, "octet_length({0})", "CAST(strlen({0}) AS INT)", [Text]);
        yield return new(Int, "instr({0}, 'a')", "CAST(instr({0}, 'a') AS INT)", [Text]);
        foreach (var type in new[] { Money, Fine })
        {
            yield return Same(type, $"CAST({{0}} + {{1}} AS {type.Spark})", type, type);
            yield return Same(type, $"CAST({{0}} - {{1}} AS {type.Spark})", type, type);
            yield return Same(type, $"CAST({{0}} AS {type.Spark})", Int);
            yield return Same(type, $"CAST(round({{0}}, 1) AS {type.Spark})", type);
            yield return Same(type, $"CAST(-abs({{0}}) AS {type.Spark})", type);
        }

        yield return Same(Fine, "CAST({0} * {1} AS DECIMAL(18,4))", Money, Money);
        yield return Same(Fine, "CAST({0} AS DECIMAL(18,4))", Money);
        yield return Same(Money, "CAST({0} AS DECIMAL(9,2))", Fine);
        yield return Same(Wide, "CAST({0} AS DECIMAL(30,6))", Fine);
        yield return Same(Wide, "CAST({0} + {1} AS DECIMAL(30,6))", Wide, Fine);
        yield return Same(Wide, "CAST({0} - {1} AS DECIMAL(30,6))", Wide, Int);
    }

    private static IEnumerable<Operator> Texts()
    {
        foreach (var template in new[]
        {
            "upper({0})", "lower({0})", "trim({0})", "ltrim({0})", "rtrim({0})", "replace({0}, 'a', 'xyz')", "replace({0}, 'b', '')", "reverse({0})", "repeat({0}, 2)",
            "lpad({0}, 5, '*')", "rpad({0}, 4, 'ab')", "left({0}, 2)", "right({0}, 3)", "translate({0}, 'ab', 'x')", "substring({0}, 2)", "substring({0}, 1, 3)", "substring({0}, 2, 1)",
        })
            yield return Same(Text, template, Text);
        yield return Same(Text, "({0} || {1})", Text, Text);
        yield return Same(Text, "concat_ws('-', {0}, {1})", Text, Text);
        foreach (var type in new[] { Int, Long, Date, Bool, Money })
            yield return new(Text, "CAST({0} AS STRING)", "CAST({0} AS VARCHAR)", [type]);
    }

    private static IEnumerable<Operator> Times()
    {
        foreach (var part in new[] { "year", "month", "day", "quarter", "dayofyear", "weekofyear" })
            yield return new(Int, $"{part}({{0}})", $"CAST({part}({{0}}) AS INT)", [Date]);
        foreach (var part in new[] { "hour", "minute", "second", "year", "month" })
            yield return new(Int, $"{part}({{0}})", $"CAST({part}({{0}}) AS INT)", [Timestamp]);
        yield return new(Int, "extract(day FROM {0})", "CAST(extract(day FROM {0}) AS INT)", [Timestamp]);
        yield return new(Int, "dayofweek({0})", "CAST(dayofweek({0}) + 1 AS INT)", [Date]);
        yield return new(Int, "weekday({0})", "CAST(isodow({0}) - 1 AS INT)", [Date]);
        yield return new(Int, "datediff({0}, {1})", "CAST({0} - {1} AS INT)", [Date, Date]);
        yield return new(Date, "date_add({0}, 10)", "({0} + 10)", [Date]);
        yield return new(Date, "date_sub({0}, {1} % 100)", "({0} - {1} % 100)", [Date, Int]);
        yield return new(Date, "add_months({0}, 1)", "CAST({0} + to_months(1) AS DATE)", [Date]);
        yield return new(Date, "add_months({0}, -13)", "CAST({0} + to_months(-13) AS DATE)", [Date]);
        yield return new(Date, "({0} + INTERVAL '3' DAY)", "CAST({0} + INTERVAL '3' DAY AS DATE)", [Date]);
        yield return new(Date, "({0} - INTERVAL '1' YEAR)", "CAST({0} - INTERVAL '1' YEAR AS DATE)", [Date]);
        yield return Same(Date, "last_day({0})", Date);
        yield return Same(Date, "CAST({0} AS DATE)", Timestamp);
        foreach (var unit in new[] { "month", "year", "quarter", "week" })
            yield return new(Date, $"trunc({{0}}, '{unit}')", $"CAST(CASE WHEN {{0}} IS NOT NULL THEN date_trunc('{unit}', {{0}}) END AS DATE)", [Date]);
        foreach (var unit in new[] { "month", "day", "hour", "minute", "week" })
            yield return new(Timestamp, $"CAST(date_trunc('{unit}', {{0}}) AS TIMESTAMP_NTZ)", $"(CASE WHEN {{0}} IS NOT NULL THEN date_trunc('{unit}', {{0}}) END)", [Timestamp]);
        foreach (var interval in new[] { "'5' HOUR", "'2' DAY", "'90' MINUTE", "'1' MONTH", "'7' SECOND" })
        {
            yield return Same(Timestamp, $"({{0}} + INTERVAL {interval})", Timestamp);
            yield return Same(Timestamp, $"({{0}} - INTERVAL {interval})", Timestamp);
        }

        yield return new(Timestamp, "CAST({0} AS TIMESTAMP_NTZ)", "CAST({0} AS TIMESTAMP)", [Date]);
    }

    private static IEnumerable<Operator> Conditions()
    {
        foreach (var pattern in new[] { "'a%'", "'%b'", "'_'", "'%a_c%'", "'%'", "''" })
            yield return Same(Bool, $"({{0}} LIKE {pattern})", Text);
        yield return Same(Bool, "({0} NOT LIKE '%a%')", Text);
        yield return Same(Bool, "({0} ILIKE 'AB%')", Text);
        yield return new(Bool, "({0} RLIKE '^[a-c]+')", "regexp_matches({0}, '^[a-c]+')", [Text]);
        yield return new(Bool, "startswith({0}, {1})", "starts_with({0}, {1})", [Text, Text]);
        yield return new(Bool, "endswith({0}, {1})", "ends_with({0}, {1})", [Text, Text]);
        yield return Same(Bool, "contains({0}, {1})", Text, Text);
        yield return Same(Bool, "(NOT {0})", Bool);
        yield return Same(Bool, "({0} IS TRUE)", Bool);
        yield return Same(Bool, "({0} IS NOT FALSE)", Bool);
        for (var i = 0; i < 6; i++)
        {
            yield return Same(Bool, "({0} AND {1})", Bool, Bool);
            yield return Same(Bool, "({0} OR {1})", Bool, Bool);
        }
    }

    private static IEnumerable<Operator> Nested()
    {
        yield return Of(Int, "({0}).a", "({0}).a", Place);
        yield return Of(Text, "({0}).b", "({0}).b", Place);
        yield return Of(Date, "({0}).d", "({0}).d", Place);
        foreach (var type in new[] { Ints, SqlType.Texts, Places })
        {
            yield return Of(Int, "size({0})", "CAST(len({0}) AS INT)", type);
            yield return Of(type.Element!, "try_element_at({0}, 1)", "list_extract({0}, 1)", type);
            yield return Of(type.Element!, "try_element_at({0}, -1)", "list_extract({0}, -1)", type);
            yield return Of(type, "slice({0}, 2, 2)", "({0})[2:3]", type);
            yield return Of(type, "reverse({0})", "list_reverse({0})", type);
        }

        yield return Of(Bool, "coalesce(array_contains({0}, {1}), false)", "coalesce(list_contains({0}, {1}), false)", Ints, Int);
        yield return Of(Bool, "coalesce(array_contains({0}, 'a'), false)", "coalesce(list_contains({0}, 'a'), false)", SqlType.Texts);
        yield return Of(Int, "array_max({0})", "list_max({0})", Ints);
        yield return Of(Text, "array_min({0})", "list_min({0})", SqlType.Texts);
        yield return Of(Ints, "sort_array({0})", "list_sort({0}, 'ASC', 'NULLS FIRST')", Ints);
        yield return Of(SqlType.Texts, "sort_array({0}, false)", "list_sort({0}, 'DESC', 'NULLS LAST')", SqlType.Texts);
        yield return Of(Ints, "concat({0}, {1})", "(CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN list_concat({0}, {1}) END)", Ints, Ints);
        yield return Of(Ints, "array({0}, {1})", "[{0}, {1}]", Int, Int);
        yield return Of(SqlType.Texts, "array({0}, 'q', {1})", "[{0}, 'q', {1}]", Text, Text);
        yield return Of(Place, "named_struct('a', {0}, 'b', {1}, 'd', {2})", "{'a': {0}, 'b': {1}, 'd': {2}}", Int, Text, Date);
        yield return new(Ints, "transform({0}, e -> e * 2 + 1)", "list_transform({0}, lambda e: e * 2 + 1)", [Ints], Feature.Lambda);
        yield return new(SqlType.Texts, "transform({0}, e -> upper(e))", "list_transform({0}, lambda e: upper(e))", [SqlType.Texts], Feature.Lambda);
        yield return new(Ints, "transform({0}, e -> e.a)", "list_transform({0}, lambda e: e.a)", [Places], Feature.Lambda);
        yield return new(Ints, "filter({0}, e -> e > 3)", "list_filter({0}, lambda e: e > 3)", [Ints], Feature.Lambda);
        yield return new(Bool, "(size(filter({0}, e -> e IS NULL)) > 0)", "(len(list_filter({0}, lambda e: e IS NULL)) > 0)", [SqlType.Texts], Feature.Lambda);
        yield return Of(Int, "({0})['a']", "({0})['a']", Counts);
        yield return Of(Int, "size({0})", "CAST(cardinality({0}) AS INT)", Counts);
        yield return Of(SqlType.Texts, "sort_array(map_keys({0}))", "list_sort(map_keys({0}), 'ASC', 'NULLS FIRST')", Counts);
    }

    private static Operator Same(SqlType result, string template, params SqlType[] operands) => new(result, template, template, operands);

    private static Operator Of(SqlType result, string spark, string duck, params SqlType[] operands) => new(result, spark, duck, operands, Feature.Nested);
}
