using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Errors;

/// <summary>Queries whose parts do not go together.</summary>
internal static class QueryErrors
{
    public static SpindleException MissingAggregation(string column, Origin origin) => new(
        new ErrorClass("MISSING_AGGREGATION", "42803"),
        $"{column} is neither grouped by nor inside an aggregate function; add it to GROUP BY, or use any_value({column}) if any row's value will do.",
        origin,
        parameters: NameErrors.Parameters(("expression", $"\"{column}\""), ("expressionAnyValue", $"\"any_value({column})\"")));

    public static SpindleException GroupByAll(string column, Origin origin) => new(
        new ErrorClass("UNRESOLVED_ALL_IN_GROUP_BY", "42803"),
        $"GROUP BY ALL does not tell whether to group by {column}, which stands beside an aggregate function; write the grouping columns down.",
        origin);

    public static SpindleException MissingGroupBy(string column, Origin origin) => new(
        new ErrorClass("MISSING_GROUP_BY", "42803"),
        $"The query has aggregate functions and no GROUP BY, but uses {column} outside of them; group by it, or aggregate it.",
        origin);

    public static SpindleException GroupByAggregate(string expression, Origin origin) => new(
        new ErrorClass("GROUP_BY_AGGREGATE", "42903"),
        $"GROUP BY cannot hold the aggregate function {expression}.",
        origin,
        parameters: NameErrors.Parameters(("sqlExpr", expression)));

    public static SpindleException GroupByPositionAggregate(int index, string expression, Origin origin) => new(
        new ErrorClass("GROUP_BY_POS_AGGREGATE", "42903"),
        $"GROUP BY {index} means {expression}, which is an aggregate function.",
        origin,
        parameters: NameErrors.Parameters(("index", $"{index}"), ("aggExpr", expression)));

    public static SpindleException PositionOutOfRange(string clause, int index, int size, Origin origin) => new(
        new ErrorClass($"{clause}_POS_OUT_OF_RANGE", "42805"),
        $"Position {index} is not in the select list, which has {size} column(s).",
        origin,
        parameters: NameErrors.Parameters(("index", $"{index}"), ("size", $"{size}")));

    public static SpindleException NestedAggregate(string expression, Origin origin) => new(
        new ErrorClass("NESTED_AGGREGATE_FUNCTION", "42607"),
        $"An aggregate function cannot stand inside another: {expression}; aggregate in a subquery first.",
        origin);

    public const string NestedGeneratorName = "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS";

    public static SpindleException NotHigherOrder(string function, Origin origin) => new(
        new ErrorClass("INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION", "42K0D"),
        $"{function} takes values, and no lambda function.",
        origin,
        parameters: NameErrors.Parameters(("class", function)));

    public static SpindleException NestedGenerator(string expression, Origin origin) => new(
        new ErrorClass(NestedGeneratorName, "42K0E"),
        $"A function that gives rows cannot stand inside an expression: {expression}; give it a column of its own in a subquery.",
        origin,
        parameters: NameErrors.Parameters(("expression", $"\"{expression}\"")));

    public static SpindleException GeneratorOutsideSelect(string clause, string generator, Origin origin) => new(
        new ErrorClass("UNSUPPORTED_GENERATOR.OUTSIDE_SELECT", "42K0E"),
        $"{generator} gives rows, and stands in the select list, in FROM or in LATERAL VIEW alone, not in {clause}.",
        origin,
        parameters: NameErrors.Parameters(("plan", clause)));

    public static SpindleException SeveralGenerators(IReadOnlyList<string> generators, Origin origin) => new(
        new ErrorClass("UNSUPPORTED_GENERATOR.MULTI_GENERATOR", "42K0E"),
        $"Beside aggregates one function that gives rows may be selected, not {generators.Count}; select the others in a query around this one.",
        origin,
        parameters: NameErrors.Parameters(("num", $"{generators.Count}"), ("generators", string.Join(", ", generators.Select(g => $"\"{g}\"")))));

    public static SpindleException UnsupportedGrouping(string function, Origin origin) => new(
        new ErrorClass("UNSUPPORTED_GROUPING_EXPRESSION", "42K0E"),
        $"{function} has a meaning only with GROUPING SETS, CUBE or ROLLUP.",
        origin);

    public static SpindleException GroupingColumn(string column, IEnumerable<string> known, Origin origin) => new(
        new ErrorClass("GROUPING_COLUMN_MISMATCH", "42803"),
        $"grouping() asks for {column}, which is not grouped by; the grouping columns are {string.Join(", ", known)}.",
        origin,
        parameters: NameErrors.Parameters(("grouping", $"\"{column}\""), ("groupingColumns", $"\"{string.Join(",", known)}\"")));

    public static SpindleException GroupingId(string columns, IEnumerable<string> known, Origin origin) => new(
        new ErrorClass("GROUPING_ID_COLUMN_MISMATCH", "42803"),
        $"grouping_id({columns}) does not name the grouping columns, {string.Join(", ", known)}, in their order.",
        origin,
        parameters: NameErrors.Parameters(("groupingIdColumn", $"\"{columns}\""), ("groupByColumns", $"\"{string.Join(",", known)}\"")));

    public static SpindleException WindowNotAllowed(string clause, Origin origin) => new(
        new ErrorClass("WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE", "42601"),
        $"Window functions cannot stand in {clause}; use QUALIFY, or a subquery.",
        origin,
        parameters: NameErrors.Parameters(("clauseName", clause)));

    public static SpindleException AggregateInWhere(string condition, IEnumerable<string> found, Origin origin) => new(
        new ErrorClass("INVALID_WHERE_CONDITION", "42903"),
        $"WHERE is decided row by row and cannot hold {string.Join(", ", found)}; use HAVING, QUALIFY or a subquery.",
        origin,
        parameters: NameErrors.Parameters(("condition", $"\"{condition}\""), ("expressionList", string.Join(", ", found))));

    public static SpindleException NotBoolean(string clause, string condition, DataType type, Origin origin) => new(
        new ErrorClass("DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN", "42K09"),
        $"The condition of {clause}, {condition}, is {type.Sql}, not BOOLEAN.",
        origin,
        parameters: NameErrors.Parameters(("sqlExpr", $"\"{condition}\""), ("filter", $"\"{condition}\""), ("type", $"\"{type.Sql}\"")));

    public static SpindleException JoinConditionNotBoolean(string condition, DataType type, Origin origin) => new(
        new ErrorClass("JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE", "42K0E"),
        $"The join condition {condition} is {type.Sql}, not BOOLEAN.",
        origin,
        parameters: NameErrors.Parameters(("joinCondition", $"\"{condition}\""), ("conditionType", $"\"{type.Sql}\"")));

    public static SpindleException NumberOfColumns(string op, int first, int other, int ordinal, Origin origin) => new(
        new ErrorClass("NUM_COLUMNS_MISMATCH", "42826"),
        $"{op} needs inputs with the same number of columns: the first has {first}, input {ordinal} has {other}.",
        origin,
        parameters: NameErrors.Parameters(("operator", op), ("firstNumColumns", $"{first}"), ("invalidNumColumns", $"{other}"), ("invalidOrdinalNum", Functions.Catalog.Binding.BindingErrors.Ordinal(ordinal))));

    public static SpindleException ColumnTypes(string op, int column, DataType left, DataType right, Origin origin) => new(
        new ErrorClass("INCOMPATIBLE_COLUMN_TYPE", "42825"),
        $"Column {column} of {op} is {left.Sql} in the first input and {right.Sql} in the second, which do not go together; cast one.",
        origin,
        parameters: NameErrors.Parameters(("operator", op), ("columnOrdinalNumber", Functions.Catalog.Binding.BindingErrors.Ordinal(column)), ("tableOrdinalNumber", "second"),
            ("dataType1", $"\"{right.Sql}\""), ("dataType2", $"\"{left.Sql}\""), ("hint", "")));

    public static SpindleException SetOperationOnMap(string column, DataType type, Origin origin) => new(
        new ErrorClass("UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE", "0A000"),
        $"DISTINCT, UNION, INTERSECT and EXCEPT tell rows apart by their columns, and {column}, which is {type.Sql}, cannot be compared; select it as an array, with map_entries.",
        origin,
        parameters: NameErrors.Parameters(("colName", $"`{column}`"), ("dataType", $"\"{type.Sql}\"")));

    public static SpindleException Limit(string kind, string clause, string expression, string message, Origin origin, params (string, string)[] more) => new(
        new ErrorClass($"INVALID_LIMIT_LIKE_EXPRESSION.{kind}", "42K0E"),
        $"{clause.ToUpperInvariant()} {expression} {message}",
        origin,
        parameters: NameErrors.Parameters([("name", clause), ("expr", $"\"{expression}\""), .. more]));

    public static SpindleException AliasCount(int given, int columns, Origin origin) => new(
        new ErrorClass("ASSIGNMENT_ARITY_MISMATCH", "42802"),
        $"The alias names {given} column(s), but there are {columns}.",
        origin,
        parameters: NameErrors.Parameters(("numTarget", $"{given}"), ("numExpr", $"{columns}")));

    public static SpindleException ScalarSubqueryColumns(int count, Origin origin) => new(
        new ErrorClass("INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN", "42823"),
        $"A subquery that stands for a value must give one column, not {count}.",
        origin,
        parameters: NameErrors.Parameters(("number", $"{count}")));
}
