using Spindle.Analysis.Errors;
using Spindle.Columnar.Errors;

namespace Spindle.Analysis.Routines;

/// <summary>What can be wrong with SQL functions and with calls of them.</summary>
internal static class RoutineErrors
{
    public static SpindleException NotScalar(SqlFunction function, Origin origin) => new(new ErrorClass("NOT_A_SCALAR_FUNCTION", "42887"),
        $"{function.DisplayName} gives rows and stands only in FROM.", origin, parameters: NameErrors.Parameters(("functionName", function.Quoted)));

    public static SpindleException NotTable(string quoted, Origin origin) => new(new ErrorClass("NOT_A_TABLE_FUNCTION", "42887"),
        $"{quoted} gives one value and cannot stand in FROM.", origin, parameters: NameErrors.Parameters(("functionName", quoted)));

    public static SpindleException Class(SqlFunction function, Origin origin) => new(new ErrorClass("CANNOT_LOAD_FUNCTION_CLASS", "46103"),
        $"{function.DisplayName} is {function.ClassName}, a class of another system, which cannot be run here.", origin,
        parameters: NameErrors.Parameters(("className", function.ClassName!), ("functionName", function.Quoted)));

    public static SpindleException Cycle(IEnumerable<string> path) => new(new ErrorClass("CYCLIC_FUNCTION_REFERENCE", "42887"),
        $"The function would call itself: {string.Join(" -> ", path)}.", parameters: NameErrors.Parameters(("path", string.Join(" -> ", path))));

    public static SpindleException Usage(SqlFunction function, string node, Origin origin) => new(new ErrorClass("UNSUPPORTED_SQL_UDF_USAGE", "0A000"),
        $"An SQL function cannot be called here ({node}): compute it in a subquery first.", origin,
        parameters: NameErrors.Parameters(("functionName", function.Quoted), ("nodeName", node)));

    public static SpindleException Complex(SqlFunction function) => new(new ErrorClass("USER_DEFINED_FUNCTIONS.CANNOT_CONTAIN_COMPLEX_FUNCTIONS", "42601"),
        "A function's expression cannot hold aggregate, window or row-giving functions; return a query instead.",
        parameters: NameErrors.Parameters(("queryText", function.Definition.BodyText)));

    public static SpindleException ColumnCount(SqlFunction function, int given, int declared) => new(new ErrorClass("USER_DEFINED_FUNCTIONS.RETURN_COLUMN_COUNT_MISMATCH", "42601"),
        $"{function.DisplayName} returns {declared} column(s), its query gives {given}.",
        parameters: NameErrors.Parameters(("name", function.DisplayName), ("outputSize", $"{given}"), ("returnParamSize", $"{declared}")));

    public static SpindleException WrongNumber(SqlFunction function, int given, Origin origin) => new(new ErrorClass("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", "42605"),
        $"{function.DisplayName} takes {function.Definition.Parameters.Count} argument(s), but {given} are given.", origin,
        parameters: NameErrors.Parameters(("functionName", function.Quoted), ("expectedNum", $"{function.Definition.Parameters.Count}"), ("actualNum", $"{given}")));
}
