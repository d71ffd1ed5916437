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
    public static readonly ErrorClass TemporaryReference = new("INVALID_TEMP_OBJ_REFERENCE", "42K0F");
    public static readonly ErrorClass TempTableExists = new("TEMP_TABLE_OR_VIEW_ALREADY_EXISTS", "42P07");
    public static readonly ErrorClass TooManyPivotValues = new("SPINDLE_TOO_MANY_PIVOT_VALUES", "54000");
    public static readonly ErrorClass UnresolvedColumn = new("UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703");
    public static readonly ErrorClass UnsupportedOperation = new("UNSUPPORTED_FEATURE.TABLE_OPERATION", "0A000");
    public static readonly ErrorClass UnsupportedType = new("UNSUPPORTED_DATATYPE", "0A000");
    public static readonly ErrorClass ValueConversion = new("SPINDLE_VALUE_CONVERSION", "22000");
    public static readonly ErrorClass WriteExists = new("PATH_ALREADY_EXISTS", "42K04");

    private static readonly ErrorClass JobCancelled = new("SPARK_JOB_CANCELLED", "XXKDA");

    public static SpindleException Cancelled(string reason) => new(JobCancelled, $"the query was cancelled: {reason}", parameters: new Dictionary<string, string> { ["reason"] = reason });
}
