using Spindle.Columnar.Errors;

namespace Spindle.Sql;

/// <summary>The error classes that the session raises.</summary>
internal static class SessionErrors
{
    public static readonly ErrorClass ColumnExists = new("COLUMN_ALREADY_EXISTS", "42711");
    public static readonly ErrorClass CannotModifyView = new("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", "42809");
    public static readonly ErrorClass TooFewColumns = new("INSERT_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS", "21S01");
    public static readonly ErrorClass TooManyColumns = new("INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS", "21S01");
    public static readonly ErrorClass ViewTooFewColumns = new("CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS", "21S01");
    public static readonly ErrorClass ViewTooManyColumns = new("CREATE_VIEW_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS", "21S01");
    public static readonly ErrorClass NonPartitionColumn = new("NON_PARTITION_COLUMN", "42000");
    public static readonly ErrorClass DataSourceNotFound = new("DATA_SOURCE_NOT_FOUND", "42K02");
    public static readonly ErrorClass ExpectView = new("EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE", "42809");
    public static readonly ErrorClass FeatureNotEnabled = new("FEATURE_NOT_ENABLED", "56038");
    public static readonly ErrorClass FieldExists = new("FIELD_ALREADY_EXISTS", "42710");
    public static readonly ErrorClass FixedSetting = new("SPINDLE_FIXED_SETTING", "0A000");
    public static readonly ErrorClass RenameAcross = new("_LEGACY_ERROR_TEMP_1073", "0A000");
    public static readonly ErrorClass IncompatibleColumn = new("INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST", "KD000");
    public static readonly ErrorClass InvalidSetting = new("INVALID_CONF_VALUE.REQUIREMENT", "22022");
    public static readonly ErrorClass InvalidSettingType = new("INVALID_CONF_VALUE.TYPE_MISMATCH", "22022");
    public static readonly ErrorClass InvalidTimeZone = new("INVALID_CONF_VALUE.TIME_ZONE", "22022");
    public static readonly ErrorClass NoCheckpointFolder = new("SPINDLE_NO_CHECKPOINT_FOLDER", "42616");
    public static readonly ErrorClass NotPartitioned = new("INVALID_PARTITION_OPERATION.PARTITION_SCHEMA_IS_EMPTY", "42601");
    public static readonly ErrorClass RoutineNotFound = new("ROUTINE_NOT_FOUND", "42883");
    public static readonly ErrorClass SchemaAlreadyExists = new("SCHEMA_ALREADY_EXISTS", "42P06");
    public static readonly ErrorClass SchemaNotEmpty = new("SCHEMA_NOT_EMPTY", "2BP01");
    public static readonly ErrorClass SchemaNotFound = new("SCHEMA_NOT_FOUND", "42704");
    public static readonly ErrorClass SettingNotFound = new("SQL_CONF_NOT_FOUND", "42K0I");
    public static readonly ErrorClass TableExists = new("TABLE_OR_VIEW_ALREADY_EXISTS", "42P07");
    public static readonly ErrorClass TableNotFound = new("TABLE_OR_VIEW_NOT_FOUND", "42P01");
    public static readonly ErrorClass TempTableExists = new("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", "42P07");
    public static readonly ErrorClass TooManyPivotValues = new("SPINDLE_TOO_MANY_PIVOT_VALUES", "54000");
    public static readonly ErrorClass UnresolvedColumn = new("UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703");
    public static readonly ErrorClass UnsupportedOperation = new("UNSUPPORTED_FEATURE.TABLE_OPERATION", "0A000");
    public static readonly ErrorClass UnsupportedSaveMode = new("UNSUPPORTED_DATA_SOURCE_SAVE_MODE", "0A000");
    public static readonly ErrorClass UnsupportedType = new("UNSUPPORTED_DATATYPE", "0A000");
    public static readonly ErrorClass ValueConversion = new("SPINDLE_VALUE_CONVERSION", "22000");
    public static readonly ErrorClass AssignmentArity = new("ASSIGNMENT_ARITY_MISMATCH", "42802");
    public static readonly ErrorClass DataAccess = new("INVALID_SQL_FUNCTION_DATA_ACCESS", "42K0E");
    public static readonly ErrorClass DefaultPlacement = new("DEFAULT_PLACEMENT_INVALID", "42608");
    public static readonly ErrorClass DefaultWithSubquery = new("INVALID_DEFAULT_VALUE.SUBQUERY_EXPRESSION", "42623");
    public static readonly ErrorClass DuplicateAssignments = new("DUPLICATE_ASSIGNMENTS", "42701");
    public static readonly ErrorClass DuplicateVariable = new("DUPLICATE_VARIABLE_NAME_INSIDE_DECLARE", "42734");
    public static readonly ErrorClass NoQueryForInto = new("INVALID_STATEMENT_FOR_EXECUTE_INTO", "07501");
    public static readonly ErrorClass NullStatement = new("NULL_QUERY_STRING_EXECUTE_IMMEDIATE", "22004");
    public static readonly ErrorClass ParameterExpression = new("UNSUPPORTED_EXPR_FOR_PARAMETER", "42K0E");
    public static readonly ErrorClass RoutineExists = new("ROUTINE_ALREADY_EXISTS", "42723");
    public static readonly ErrorClass SetOfVariable = new("UNSUPPORTED_FEATURE.SET_VARIABLE_USING_SET", "0A000");
    public static readonly ErrorClass StatementType = new("INVALID_EXPR_TYPE_FOR_QUERY_EXECUTE_IMMEDIATE", "42K09");
    public static readonly ErrorClass TemporaryReference = new("INVALID_TEMP_OBJ_REFERENCE", "42K0F");
    public static readonly ErrorClass TooManyRows = new("ROW_SUBQUERY_TOO_MANY_ROWS", "21000");
    public static readonly ErrorClass UnresolvedVariable = new("UNRESOLVED_VARIABLE", "42883");
    public static readonly ErrorClass VariableExists = new("VARIABLE_ALREADY_EXISTS", "42723");
    public static readonly ErrorClass VariableNotFound = new("VARIABLE_NOT_FOUND", "42883");
    public static readonly ErrorClass CatalogNotFound = new("CATALOG_NOT_FOUND", "42P08");
    public static readonly ErrorClass ColumnType = new("INVALID_COLUMN_OR_FIELD_DATA_TYPE", "42000");
    public static readonly ErrorClass EventTime = new("EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE", "42K09");
    public static readonly ErrorClass IntervalText = new("CANNOT_PARSE_INTERVAL", "22006");
    public static readonly ErrorClass MergeCardinality = new("MERGE_CARDINALITY_VIOLATION", "23K01");
    public static readonly ErrorClass NotAPartitionedTable = new("NOT_A_PARTITIONED_TABLE", "42809");
    public static readonly ErrorClass NullableColumn = new("NULLABLE_COLUMN_OR_FIELD", "42000");
    public static readonly ErrorClass TransposeIndex = new("TRANSPOSE_INVALID_INDEX_COLUMN", "42804");
    public static readonly ErrorClass TransposeRows = new("TRANSPOSE_EXCEED_ROW_LIMIT", "54006");
    public static readonly ErrorClass TransposeTypes = new("TRANSPOSE_NO_LEAST_COMMON_TYPE", "42K09");
    public static readonly ErrorClass WriteExists = new("PATH_ALREADY_EXISTS", "42K04");

    private static readonly ErrorClass JobCancelled = new("SPARK_JOB_CANCELLED", "XXKDA");

    public static SpindleException Cancelled(string reason) => new(JobCancelled, $"the query was cancelled: {reason}", parameters: new Dictionary<string, string> { ["reason"] = reason });

    /// <summary>An argument of a join with the nearest rows that is out of range.</summary>
    public static SpindleException NearestBy(string kind, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var named = new Dictionary<string, string>();
        foreach (var (name, value) in parameters)
            named[name] = value;
        return new(new ErrorClass($"NEAREST_BY_JOIN.{kind}", "42604"), $"the join with the nearest rows does not take {string.Join(", ", named.Select(p => $"{p.Key} {p.Value}"))}", parameters: named);
    }

    public static SpindleException NoValueColumns() => new(new ErrorClass("UNPIVOT_REQUIRES_VALUE_COLUMNS", "42K0A"), "there is no column to stand below the others: name some values, or leave some columns out of the ids");

    public static SpindleException NotZippable() => new(new ErrorClass("ZIP_PLANS_NOT_MERGEABLE", "42K03"), "the two are not both selections of columns of one frame, whose rows could stand side by side");

    /// <summary>A name with more qualifiers than a database, and a catalog that there is not.</summary>
    public static SpindleException SinglePart(IEnumerable<string> name) => new(new ErrorClass("REQUIRES_SINGLE_PART_NAMESPACE", "42K05"),
        $"{string.Join(".", name)} has too many parts: a table or function is named database.name",
        parameters: new Dictionary<string, string> { ["sessionCatalog"] = "spark_catalog", ["identifier"] = string.Join(".", name.Select(p => $"`{p}`")) });

    /// <summary>A temporary view or function has no database.</summary>
    public static SpindleException TemporaryQualifier(string kind, IReadOnlyList<string> name, Origin origin) => new(new ErrorClass("INVALID_TEMP_OBJ_QUALIFIER", "42602"),
        $"a temporary {kind.ToLowerInvariant()} has no database: leave out the qualifier of {string.Join(".", name)}", origin,
        parameters: new Dictionary<string, string> { ["objectType"] = kind, ["objectName"] = $"`{name[^1]}`", ["qualifier"] = string.Join(".", name.SkipLast(1).Select(p => $"`{p}`")) });
}
