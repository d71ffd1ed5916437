using Spindle.Columnar.Errors;

namespace Spindle.Storage;

/// <summary>The error classes of files and tables of files, with Spark's names and SQLSTATEs.</summary>
public static class StorageErrors
{
    public static readonly ErrorClass CannotReadFooter = new("FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", "KD001");
    public static readonly ErrorClass FileNotExist = new("FAILED_READ_FILE.FILE_NOT_EXIST", "KD001");
    public static readonly ErrorClass CannotRead = new("FAILED_READ_FILE.NO_HINT", "KD001");
    public static readonly ErrorClass ColumnTypeMismatch = new("FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH", "KD001");
    public static readonly ErrorClass TypeNotSupported = new("PARQUET_TYPE_NOT_SUPPORTED", "42846");
    public static readonly ErrorClass UnsupportedDataType = new("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", "0A000");
    public static readonly ErrorClass PathNotFound = new("PATH_NOT_FOUND", "42K03");
    public static readonly ErrorClass PathAlreadyExists = new("PATH_ALREADY_EXISTS", "42K04");
    public static readonly ErrorClass UnableToInferSchema = new("UNABLE_TO_INFER_SCHEMA", "42KD9");
    public static readonly ErrorClass CannotMergeSchemas = new("CANNOT_MERGE_SCHEMAS", "42KD9");
    public static readonly ErrorClass DataSourceNotFound = new("DATA_SOURCE_NOT_FOUND", "42K02");
    public static readonly ErrorClass ConflictingDirectoryStructures = new("CONFLICTING_DIRECTORY_STRUCTURES", "KD009");
    public static readonly ErrorClass ConflictingPartitionColumnNames = new("CONFLICTING_PARTITION_COLUMN_NAMES", "KD009");
    public static readonly ErrorClass PartitionColumnNotFound = new("PARTITION_COLUMN_NOT_FOUND_IN_SCHEMA", "42000");
    public static readonly ErrorClass AllPartitionColumns = new("ALL_PARTITION_COLUMNS_NOT_ALLOWED", "KD005");
    public static readonly ErrorClass InvalidOption = new("INVALID_PARAMETER_VALUE", "22023");
    public static readonly ErrorClass TaskWriteFailed = new("TASK_WRITE_FAILED", "58030");
}
