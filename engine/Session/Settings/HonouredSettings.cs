using System.Globalization;
using Spindle.Sql.Catalogs;
using static Spindle.Sql.Settings.SessionSettings;
using static Spindle.Sql.Settings.SettingForm;

namespace Spindle.Sql.Settings;

/// <summary>Settings that the session, or the driver of its executors, follows.</summary>
internal static class HonouredSettings
{
    public static IEnumerable<Setting> Rows { get; } =
    [
        // What statements mean.
        Of(AnsiEnabled, "true", Flag, "Errors of arithmetic, casts and look-ups end the query; otherwise they give null."),
        Of(DoubleQuotedIdentifiers, "false", Flag, "\"a\" is a name and not a string."),
        Of(CaseSensitive, "false", Flag, "Names that differ in case differ."),
        Of(SessionSettings.TimeZone, "the system's", Zone, "The zone of timestamps as text.") with { Computed = SystemZone.Id },
        Of(TimestampType, "TIMESTAMP_LTZ", OneOf("TIMESTAMP_LTZ", "TIMESTAMP_NTZ"), "What TIMESTAMP stands for: an instant, or a local time."),
        Of(BinaryOutputStyle, null, OneOf("UTF-8", "BASIC", "BASE64", "HEX", "HEX_DISCRETE"), "How to_csv, to_xml and files of text write binary values."),
        Of("spark.sql.decimalOperations.allowPrecisionLoss", "true", Flag, "Results of decimal arithmetic that need more than 38 digits lose digits after the point."),
        Of("spark.sql.groupByOrdinal", "true", Flag, "A number in GROUP BY is a place in SELECT."),
        Of("spark.sql.orderByOrdinal", "true", Flag, "A number in ORDER BY is a place in SELECT."),
        Of(GroupByAliases, "true", Flag, "GROUP BY may name what SELECT names."),
        Of(TotalOverNothing, "true", Flag, "A grand total among grouping sets has its row over nothing too."),
        Of(RecursionLevels, "100", Limit, "Rounds of a recursive table, at most."),
        Of(RecursionRows, "1000000", Limit, "Rows of a recursive table, at most."),
        Of(PivotMaxValues, "10000", Count, "Values that a pivot without a list of them may find."),
        Of(TransposeMaxValues, "500", Count, "Rows that Transpose may make columns of."),
        Of(StoreAssignmentPolicy, "ANSI", OneOf("ANSI", "LEGACY", "STRICT"), "Which values INSERT casts to its columns: those that SQL allows, whatever can be cast, or those that lose nothing."),
        Of(MapKeyPolicy, "EXCEPTION", OneOf("EXCEPTION", "LAST_WIN"), "What becomes of a key that stands twice in a map that a function makes."),
        Of(ConcatBinaryAsString, "false", Flag, "|| and concat of binary values give a string."),
        Of(EltAsString, "false", Flag, "elt of binary values gives a string."),
        Of("spark.sql.legacy.allowUdfParameterToShadowParameterlessFunction", "false", Flag, "A parameter of a SQL function hides functions without arguments, as current_date."),
        Of("spark.sql.legacy.codingErrorAction", "false", Flag, "encode and decode replace what has no place in the character set."),
        Of("spark.sql.legacy.identifierClause", "false", Flag, "IDENTIFIER(…) stands for names of tables, columns and functions alone."),
        Of("spark.sql.legacy.javaCharsets", "false", Flag, "encode and decode know further character sets."),
        Of("spark.sql.legacy.parser.havingWithoutGroupByAsWhere", "false", Flag, "HAVING without GROUP BY filters rows, as WHERE does."),
        Of(ViewSchemaBinding, "true", Flag, "Views say how they follow changes of their tables."),
        Of(ViewSchemaCompensation, "true", Flag, "Views that do not say so cast columns whose types have changed."),

        // Files and tables.
        Of(DefaultSource, "parquet", Any, "The format of tables and files that name none."),
        Of(Warehouse, "spark-warehouse", Any, "The folder of databases and tables without a place of their own."),
        Of(PartitionOverwriteMode, "static", OneOf("static", "dynamic"), "Whether INSERT OVERWRITE replaces all partitions, or those that get rows."),
        Of(FormatDefaults.CorruptRecordColumn, "_corrupt_record", Any, "The column that keeps records of JSON, CSV and XML that cannot be read."),
        Of(FormatDefaults.IgnoreNullFields, "true", Flag, "Nulls are left out of JSON that is written."),
        Of(FormatDefaults.ParquetCodec, "snappy", OneOf("none", "uncompressed", "snappy", "gzip", "brotli", "lz4", "lz4_raw", "zstd"), "The compression of Parquet files."),
        Of(FormatDefaults.MergeSchema, "false", Flag, "Columns of all Parquet files are looked for, and not those of one."),
        Of(FormatDefaults.PartitionTypes, "true", Flag, "Types of partition columns are told from their values; otherwise they are strings."),
        Of(CacheLevel, "MEMORY_AND_DISK", OneOf([.. StorageLevels.Names]), "Where Cache() and CACHE TABLE keep rows."),

        // How queries run.
        Of(RuntimeFilters, "true", Flag, "Joins hand the keys of one side to scans of the other."),
        Of(BloomFilters, "true", Flag, "As spindle.optimizer.runtimeFilters: false ends either."),
        Of(PartitionPruning, "true", Flag, "As spindle.optimizer.runtimeFilters, which also leaves out partitions: false ends either."),
        Of(OptimizerEnabled, "true", Flag, "Plans are rewritten where they need not be."),
        Of(BatchRows, Columnar.Vectors.RecordBatch.TargetRows.ToString(CultureInfo.InvariantCulture), Count, "Rows of a batch."),
        Of(Threads, null, Count, "Threads of a query; those of the master, if not given."),
        Of(MemoryLimit, null, Size, "Bytes that queries may hold in memory.") with { IsOfStart = true },
        Of(SpillFolder, null, Any, "Where operators spill."),
        Of(CheckpointFolder, null, Any, "Where checkpoints are written."),
        Of(ShowProgress, "true", Flag, "A line of progress is shown at a terminal."),
        Of(TpchScale, "1", Any, "The scale factor of the tables tpch.*."),
        Of(EqualHashes, "false", Flag, "For tests: all hashes are equal."),
        Of(SpillEverything, "false", Flag, "For tests: operators spill as early as they can."),
        Of(Pool, "default", Any, "The pool of queries, where pools share executors."),
        Of("spark.app.name", null, Any, "The program's name."),
        Of("spark.master", null, Any, "Where queries run.") with { IsOfStart = true },

        // Over executors; the driver reads them for each query.
        Of("spark.sql.optimizer.runtime.bloomFilter.creationSideThreshold", "10MB", Threshold, "Estimated bytes of the keys of a join's side up to which scans of other stages wait for them."),
        Of("spark.sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold", "10MB", Threshold, "Estimated bytes that such a scan gives at least; 10 GB in Spark."),
        Of(ShufflePartitions, "200", Count, "Partitions of an exchange, before small ones are put together; where it is not given, as many as the rows are worth, and no more than the default."),
        Of(BroadcastThreshold, "10MB", Threshold, "Estimated bytes up to which a join's side goes whole to every executor; -1 for never."),
        Of("spark.sql.files.maxPartitionBytes", "128MB", Threshold, "Bytes of files that a task reads, about."),
        Of("spark.sql.adaptive.autoBroadcastJoinThreshold", null, Threshold, "As spark.sql.autoBroadcastJoinThreshold, for bytes as they turn out."),
        Of("spark.sql.adaptive.enabled", "true", Flag, "Small partitions are put together and skewed ones cut."),
        Of("spark.sql.adaptive.advisoryPartitionSizeInBytes", "64MB", Threshold, "Bytes of an exchange's partitions that a task reads, about."),
        Of("spark.sql.adaptive.coalescePartitions.minPartitionSize", "1MB", Threshold, "Bytes below which partitions are put together though slots stay empty."),
        Of("spark.sql.adaptive.skewJoin.skewedPartitionFactor", "5.0", Number, "A join's partition is skewed past that many times the median …"),
        Of("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "256MB", Threshold, "… and past that many bytes."),
        Of("spark.sql.execution.rangeExchange.sampleSizePerPartition", "100", Count, "Rows sampled for a partition of a sort."),
        Of("spark.sql.shuffle.orderIndependentChecksum.enabled", "true", Flag, "A map task that is run again must give the rows it gave before, or its readers are run again."),
    ];

    private static Setting Of(string name, string? standard, SettingForm form, string remark) => new(name, standard, SettingState.Honoured, remark) { Form = form };
}
