namespace Spindle.Sql.Settings;

/// <summary>Settings of Spark's that would change what queries mean or do, and that have one value here: another is refused with the reason.</summary>
internal static class FixedSettings
{
    public static IEnumerable<Setting> Rows { get; } =
    [
        .. Of("the grammar is one: this syntax is always there", """
            spark.sql.allowNamedFunctionArguments = true
            spark.sql.operatorPipeSyntaxEnabled = true
            spark.sql.scripting.enabled = true
            """),
        .. Of("the grammar is one: this syntax is not there", """
            spark.sql.ansi.enforceReservedKeywords = false
            spark.sql.ansi.relationPrecedence = false
            spark.sql.path.enabled = false
            spark.sql.tvf.allowMultipleTableArguments.enabled = false
            """),
        .. Of("CHAR and VARCHAR are checked when rows are written, and strings elsewhere", """
            spark.sql.charAsVarchar = false
            spark.sql.preserveCharVarcharTypeInfo = false
            """),
        .. Of("base64 breaks its lines as Spark does by default", """
            spark.sql.chunkBase64String.enabled = true
            """),
        .. Of("maps have no keys of collated strings", """
            spark.sql.collation.allowInMapKeys = false
            """),
        .. Of("there is one catalog, spark_catalog, whose first database is default", """
            spark.sql.catalog.spark_catalog = builtin
            spark.sql.catalog.spark_catalog.defaultDatabase = default
            spark.sql.defaultCatalog = spark_catalog
            spark.sql.defaultPath =
            """),
        .. Of("DROP TABLE drops views as in Spark's default", """
            spark.sql.dropTableOnView.enabled = true
            """),
        .. Of("a damaged or missing file is an error", """
            spark.sql.files.archive.reader.enabled = false
            spark.sql.files.ignoreCorruptFiles = false
            spark.sql.files.ignoreInvalidPartitionPaths = false
            spark.sql.files.ignoreMissingFiles = false
            """),
        .. Of("files whose names begin with a dot or an underscore are left out, and no others", """
            spark.sql.files.ignoredPathSegmentRegex = ^[._]
            """),
        .. Of("files are as long as their task's rows", """
            spark.sql.files.maxRecordsPerFile = 0
            """),
        .. Of("INSERT checks nulls as Spark does by default", """
            spark.sql.fileSource.insert.enforceNotNull = false
            spark.sql.generatedColumn.allowNullableIngest.enabled = true
            """),
        .. Of("files are read and written in one way, the default's", """
            spark.sql.parquet.binaryAsString = false
            spark.sql.parquet.fieldId.read.enabled = false
            spark.sql.parquet.fieldId.read.ignoreMissing = false
            spark.sql.parquet.inferTimestampNTZ.enabled = true
            spark.sql.parquet.int96AsTimestamp = true
            spark.sql.parquet.int96TimestampConversion = false
            spark.sql.parquet.respectSummaryFiles = false
            spark.sql.parquet.writeLegacyFormat = false
            spark.sql.xml.variant.respectInferSchema = true
            """),
        .. Of("case mappings are those of Unicode", """
            spark.sql.icu.caseMappings.enabled = true
            """),
        .. Of("reflect and java_method need a JVM", """
            spark.sql.reflect.allowList =
            """),
        .. Of("extensions are classes of a JVM", """
            spark.sql.adaptive.customCostEvaluatorClass =
            spark.sql.cache.serializer = org.apache.spark.sql.execution.columnar.DefaultCachedBatchSerializer
            spark.sql.extendedExplainProviders =
            spark.sql.extensions =
            spark.sql.queryExecutionListeners =
            """),
        .. Of("rows are not counted or measured by statements of their own", """
            spark.sql.statistics.fallBackToHdfs = false
            spark.sql.statistics.histogram.enabled = false
            spark.sql.statistics.size.autoUpdate.enabled = false
            spark.sql.statistics.updatePartitionStatsInAnalyzeTable.enabled = false
            """),
        .. Of("errors are printed with their class, their place and a hint", """
            spark.sql.error.messageFormat = PRETTY
            """),
    ];

    private static IEnumerable<Setting> Of(string reason, string rows) => Setting.Listed(rows, SettingState.Fixed, reason);
}
