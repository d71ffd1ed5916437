namespace Spindle.Sql.Settings;

/// <summary>Settings of Spark's that concern what is not here, or is done otherwise with the same answers: who gives one is warned, once.</summary>
internal static class SettingsWithoutEffect
{
    /// <summary>What begins like that has no effect, with the reason: Spark has hundreds of settings more that its pages do not name.</summary>
    public static IReadOnlyList<(string Prefix, string Reason)> Families { get; } =
    [
        ("spark.sql.analyzer.", "there is one analyzer"),
        ("spark.sql.cbo.", "the optimizer has rules of its own, and works them out by cost"),
        ("spark.sql.codegen.", "no code is generated"),
        ("spark.sql.execution.arrow.", "there is no Python: functions are C#"),
        ("spark.sql.execution.pyspark.", "there is no Python: functions are C#"),
        ("spark.sql.hive.", "there is no Hive: tables are Spindle's own"),
        ("spark.sql.inMemoryColumnarStorage.", "rows are kept, sorted, exchanged and scanned in the engine's own way"),
        ("spark.sql.optimizer.", "the optimizer has rules of its own, and works them out by cost"),
        ("spark.sql.pyspark.", "there is no Python: functions are C#"),
        ("spark.sql.streaming.", "there are no streams yet"),
        ("spark.sql.thriftServer.", "there is no Thrift server"),
        ("spark.sql.ui.", "there is no such server or page"),
    ];

    public static IEnumerable<Setting> Rows { get; } =
    [
        .. Of("work is adapted by sizes alone", """
            spark.sql.adaptive.coalescePartitions.enabled = true
            spark.sql.adaptive.coalescePartitions.initialPartitionNum =
            spark.sql.adaptive.coalescePartitions.maxReducerPartitionsPerTask = 2147483647
            spark.sql.adaptive.coalescePartitions.parallelismFirst = true
            spark.sql.adaptive.convertSortMergeJoinToShuffledHashJoin.enabled = true
            spark.sql.adaptive.convertSortMergeJoinToShuffledHashJoin.lookThroughOperators.enabled = false
            spark.sql.adaptive.convertSortMergeJoinToShuffledHashJoin.minWideningFactor = 1.0
            spark.sql.adaptive.costEvaluator.countLocalSort.enabled = <value of spark.sql.adaptive.convertSortMergeJoinToShuffledHashJoin.lookThroughOperators.enabled>
            spark.sql.adaptive.forceOptimizeSkewedJoin = false
            spark.sql.adaptive.localShuffleReader.enabled = true
            spark.sql.adaptive.maxShuffledHashJoinLocalMapThreshold = 0b
            spark.sql.adaptive.optimizer.excludedRules =
            spark.sql.adaptive.optimizeSkewsInRebalancePartitions.enabled = true
            spark.sql.adaptive.rebalancePartitionsSmallPartitionFactor = 0.2
            spark.sql.adaptive.skewJoin.enabled = true
            """),
        .. Of("there is no ORC or Avro", """
            spark.sql.avro.compression.codec = snappy
            spark.sql.avro.deflate.level = -1
            spark.sql.avro.filterPushdown.enabled = true
            spark.sql.avro.xz.level = 6
            spark.sql.avro.zstandard.bufferPool.enabled = false
            spark.sql.avro.zstandard.level = 3
            spark.sql.orc.aggregatePushdown = false
            spark.sql.orc.columnarReaderBatchSize = 4096
            spark.sql.orc.columnarWriterBatchSize = 1024
            spark.sql.orc.compression.codec = zstd
            spark.sql.orc.enableNestedColumnVectorizedReader = true
            spark.sql.orc.enableVectorizedReader = true
            spark.sql.orc.filterPushdown = true
            spark.sql.orc.mergeSchema = false
            """),
        .. Of("rows are kept, sorted, exchanged and scanned in the engine's own way", """
            spark.sql.broadcastTimeout = 300
            spark.sql.classic.shuffleDependency.fileCleanup.enabled = false
            spark.sql.csv.filterPushdown.enabled = true
            spark.sql.execution.bypassPartialAggregation = false
            spark.sql.execution.interruptOnCancel = true
            spark.sql.execution.topKSortFallbackThreshold = 2147483632
            spark.sql.files.maxPartitionNum =
            spark.sql.files.minPartitionNum =
            spark.sql.inMemoryColumnarStorage.batchSize = 10000
            spark.sql.inMemoryColumnarStorage.compressed = true
            spark.sql.inMemoryColumnarStorage.enableVectorizedReader = true
            spark.sql.inMemoryColumnarStorage.hugeVectorReserveRatio = 1.2
            spark.sql.inMemoryColumnarStorage.hugeVectorThreshold = -1b
            spark.sql.json.filterPushdown.enabled = true
            spark.sql.json.useUnsafeRow = false
            spark.sql.leafNodeDefaultParallelism =
            spark.sql.maxBroadcastTableSize = 8589934592b
            spark.sql.maxMetadataStringLength = 100
            spark.sql.maxPlanStringLength = 2147483632
            spark.sql.maxSinglePartitionBytes = 128m
            spark.sql.parquet.aggregatePushdown = false
            spark.sql.parquet.columnarReaderBatchSize = 4096
            spark.sql.parquet.enableNestedColumnVectorizedReader = true
            spark.sql.parquet.enableVectorizedReader = true
            spark.sql.parquet.fieldId.write.enabled = true
            spark.sql.parquet.filterPushdown = true
            spark.sql.parquet.recordLevelFilter.enabled = false
            spark.sql.session.localRelationCacheThreshold = 1048576
            spark.sql.session.localRelationChunkSizeBytes = 16777216
            spark.sql.session.localRelationChunkSizeRows = 10000
            spark.sql.shuffle.orderIndependentChecksum.enableFullRetryOnMismatch = true
            spark.sql.shuffle.spreadNullJoinKeys.enabled = false
            spark.sql.shuffleDependency.fileCleanup.enabled = false
            spark.sql.shuffleDependency.skipMigration.enabled = false
            spark.sql.shuffledHashJoinFactor = 3
            spark.sql.sources.disabledJdbcConnProviderList =
            spark.sql.sources.parallelPartitionDiscovery.threshold = 32
            spark.sql.sources.structPredicateDecompose.enabled = true
            spark.sql.window.segmentTree.blockSize = 65536
            spark.sql.window.segmentTree.enabled = false
            """),
        .. Of("tables are not bucketed", """
            spark.sql.bucketing.coalesceBucketsInJoin.enabled = false
            spark.sql.bucketing.coalesceBucketsInJoin.maxBucketRatio = 4
            spark.sql.sources.bucketing.autoBucketedScan.enabled = true
            spark.sql.sources.bucketing.enabled = true
            spark.sql.sources.bucketing.maxBuckets = 100000
            spark.sql.sources.v2.bucketing.allowCompatibleTransforms.enabled = false
            spark.sql.sources.v2.bucketing.allowKeysSubsetOfPartitionKeys.enabled = false
            spark.sql.sources.v2.bucketing.enabled = true
            spark.sql.sources.v2.bucketing.partiallyClusteredDistribution.enabled = false
            spark.sql.sources.v2.bucketing.partition.filter.enabled = false
            spark.sql.sources.v2.bucketing.partitionKeyOrdering.enabled = false
            spark.sql.sources.v2.bucketing.preserveKeyOrderingOnCoalesce.enabled = false
            spark.sql.sources.v2.bucketing.preserveOrderingOnCoalesce.enabled = false
            spark.sql.sources.v2.bucketing.pushPartValues.enabled = true
            spark.sql.sources.v2.bucketing.shuffle.enabled = false
            spark.sql.sources.v2.bucketing.sorting.enabled = false
            """),
        .. Of("the optimizer has rules of its own, and works them out by cost", """
            spark.sql.cbo.enabled = false
            spark.sql.cbo.joinReorder.dp.star.filter = false
            spark.sql.cbo.joinReorder.dp.threshold = 12
            spark.sql.cbo.joinReorder.enabled = false
            spark.sql.cbo.planStats.enabled = false
            spark.sql.cbo.starSchemaDetection = false
            spark.sql.optimizer.avoidDoubleFilterEval = true
            spark.sql.optimizer.collapseProjectAlwaysInline = false
            spark.sql.optimizer.enableCsvExpressionOptimization = true
            spark.sql.optimizer.enableJsonExpressionOptimization = true
            spark.sql.optimizer.excludedRules =
            spark.sql.optimizer.mergeSubplans.filterPropagation.dsv2SymmetricFilterPropagation.enabled = false
            spark.sql.optimizer.mergeSubplans.filterPropagation.enabled = true
            spark.sql.optimizer.mergeSubplans.filterPropagation.symmetricFilterPropagation.enabled = false
            spark.sql.optimizer.mergeSubplans.filterPropagation.throughJoin.enabled = false
            spark.sql.optimizer.pushDownJoinThroughUnion.enabled = false
            spark.sql.optimizer.runtime.bloomFilter.expectedNumItems = 1000000
            spark.sql.optimizer.runtime.bloomFilter.materializedCreationSideThreshold = 100MB
            spark.sql.optimizer.runtime.bloomFilter.maxNumBits = 67108864
            spark.sql.optimizer.runtime.bloomFilter.maxNumItems = 4000000
            spark.sql.optimizer.runtime.bloomFilter.numBits = 8388608
            spark.sql.optimizer.runtime.rowLevelOperationGroupFilter.enabled = true
            spark.sql.optimizer.runtimeFilter.number.threshold = 10
            spark.sql.optimizer.singleTaskExecution.enabled = false
            """),
        .. Of("there is no such server or page", """
            spark.sql.cli.print.header = false
            spark.sql.connect.shuffleDependency.fileCleanup.enabled = <value of spark.sql.shuffleDependency.fileCleanup.enabled>
            spark.sql.debug.maxToStringFields = 25
            spark.sql.event.truncate.length = 2147483647
            spark.sql.ui.explainMode = formatted
            spark.sql.ui.retainedExecutions = 1000
            """),
        .. Of("there are no streams yet", """
            spark.sql.connect.streaming.foreachBatch.useClonedSession = true
            spark.sql.pipelines.maxFlowRetryAttempts = 2
            spark.sql.streaming.checkpointLocation =
            spark.sql.streaming.continuous.epochBacklogQueueSize = 10000
            spark.sql.streaming.disabledV2Writers =
            spark.sql.streaming.fileSource.cleaner.numThreads = 1
            spark.sql.streaming.forceDeleteTempCheckpointLocation = false
            spark.sql.streaming.metricsEnabled = false
            spark.sql.streaming.minBatchesToRetain = 100
            spark.sql.streaming.multipleWatermarkPolicy = min
            spark.sql.streaming.noDataMicroBatches.enabled = true
            spark.sql.streaming.numRecentProgressUpdates = 100
            spark.sql.streaming.realTimeMode.allowlistCheck = true
            spark.sql.streaming.realTimeMode.minBatchDuration = 5000ms
            spark.sql.streaming.sessionWindow.merge.sessions.in.local.partition = false
            spark.sql.streaming.stateStore.commitValidation.enabled = true
            spark.sql.streaming.stateStore.encodingFormat = unsaferow
            spark.sql.streaming.stateStore.stateSchemaCheck = true
            spark.sql.streaming.stopActiveRunOnRestart = true
            spark.sql.streaming.stopTimeout = 0
            spark.sql.streaming.streamingQueryListeners =
            spark.sql.streaming.transformWithState.stateSchemaVersion = 3
            spark.sql.streaming.ui.enabled = true
            spark.sql.streaming.ui.retainedProgressUpdates = 100
            spark.sql.streaming.ui.retainedQueries = 100
            spark.sql.streaming.validateEventTimeWatermarkColumn = true
            """),
        .. Of("there is nothing here that it concerns", """
            spark.sql.datetime.java8API.enabled = false
            spark.sql.extensions.test.loadFromCp = true
            spark.sql.function.protobufExtensions.enabled = false
            spark.sql.stackTracesInDataFrameContext = 1
            spark.sql.udt.allowCreatingUDTFromString = true
            spark.sql.udt.allowedDynamicUDTClasses =
            """),
        .. Of("there is no Python: functions are C#", """
            spark.sql.execution.arrow.cache.prefetch.enabled = false
            spark.sql.execution.arrow.compression.codec = none
            spark.sql.execution.arrow.compression.zstd.level = 3
            spark.sql.execution.arrow.enabled = true
            spark.sql.execution.arrow.fallback.enabled = true
            spark.sql.execution.arrow.localRelationThreshold = 48MB
            spark.sql.execution.arrow.maxRecordsPerBatch = 10000
            spark.sql.execution.arrow.pyspark.enabled = <value of spark.sql.execution.arrow.enabled>
            spark.sql.execution.arrow.pyspark.fallback.enabled = <value of spark.sql.execution.arrow.fallback.enabled>
            spark.sql.execution.arrow.pyspark.selfDestruct.enabled = false
            spark.sql.execution.arrow.pyspark.validateSchema.enabled = false
            spark.sql.execution.arrow.pythonUDF.columnarInput.enabled = true
            spark.sql.execution.arrow.sparkr.enabled = false
            spark.sql.execution.arrow.transformWithStateInPySpark.maxStateRecordsPerBatch = 10000
            spark.sql.execution.arrow.useLargeVarTypes = false
            spark.sql.execution.pandas.inferPandasDictAsMap = false
            spark.sql.execution.pandas.structHandlingMode = legacy
            spark.sql.execution.pandas.udf.buffer.size = <value of spark.buffer.size>
            spark.sql.execution.pyspark.binaryAsBytes = true
            spark.sql.execution.pyspark.udf.daemonKillWorkerOnFlushFailure = <value of spark.python.daemon.killWorkerOnFlushFailure>
            spark.sql.execution.pyspark.udf.faulthandler.enabled = <value of spark.python.worker.faulthandler.enabled>
            spark.sql.execution.pyspark.udf.hideTraceback.enabled = false
            spark.sql.execution.pyspark.udf.idleTimeoutSeconds = <value of spark.python.worker.idleTimeoutSeconds>
            spark.sql.execution.pyspark.udf.killOnIdleTimeout = <value of spark.python.worker.killOnIdleTimeout>
            spark.sql.execution.pyspark.udf.simplifiedTraceback.enabled = true
            spark.sql.execution.pyspark.udf.tracebackDumpIntervalSeconds = <value of spark.python.worker.tracebackDumpIntervalSeconds>
            spark.sql.execution.pyspark.udf.tracebackWithLocals.enabled = false
            spark.sql.execution.python.udf.buffer.size = <value of spark.buffer.size>
            spark.sql.execution.python.udf.maxRecordsPerBatch = 100
            spark.sql.execution.pythonUDF.arrow.concurrency.level =
            spark.sql.execution.pythonUDF.arrow.enabled = true
            spark.sql.execution.pythonUDF.pandas.intToDecimalCoercionEnabled = false
            spark.sql.execution.pythonUDF.pandas.preferIntExtensionDtype = false
            spark.sql.execution.pythonUDTF.arrow.enabled = true
            spark.sql.execution.udf.unified.execution.enabled = false
            spark.sql.experimental.optimizer.pyTranspilers = catalyst
            spark.sql.experimental.optimizer.transpilePyUDFs = false
            spark.sql.optimizer.avoidCollapseUDFWithExpensiveExpr = true
            spark.sql.planner.pythonExecution.memory =
            spark.sql.pyspark.dataSource.profiler =
            spark.sql.pyspark.inferNestedDictAsStruct.enabled = false
            spark.sql.pyspark.jvmStacktrace.enabled = false
            spark.sql.pyspark.plotting.max_rows = 1000
            spark.sql.pyspark.toJSON.returnDataFrame = false
            spark.sql.pyspark.udf.profiler =
            spark.sql.pyspark.worker.logging.enabled = false
            spark.sql.repl.eagerEval.enabled = false
            spark.sql.repl.eagerEval.maxNumRows = 20
            spark.sql.repl.eagerEval.truncate = 20
            """),
        .. Of("there is no Hive: tables are Spindle's own", """
            spark.sql.hive.convertInsertingPartitionedTable = true
            spark.sql.hive.convertInsertingUnpartitionedTable = true
            spark.sql.hive.convertMetastoreAsNullable = false
            spark.sql.hive.convertMetastoreCtas = true
            spark.sql.hive.convertMetastoreInsertDir = true
            spark.sql.hive.convertMetastoreOrc = true
            spark.sql.hive.convertMetastoreParquet = true
            spark.sql.hive.convertMetastoreParquet.mergeSchema = false
            spark.sql.hive.dropPartitionByName.enabled = false
            spark.sql.hive.filesourcePartitionFileCacheSize = 262144000
            spark.sql.hive.initializeMetastoreFormatClasses = true
            spark.sql.hive.manageFilesourcePartitions = true
            spark.sql.hive.metastore.barrierPrefixes =
            spark.sql.hive.metastore.jars = builtin
            spark.sql.hive.metastore.jars.path =
            spark.sql.hive.metastore.sharedPrefixes = com.mysql.jdbc,com.mysql.cj,org.postgresql,com.microsoft.sqlserver,oracle.jdbc
            spark.sql.hive.metastore.version = 2.3.10
            spark.sql.hive.metastorePartitionPruning = true
            spark.sql.hive.metastorePartitionPruningFallbackOnException = false
            spark.sql.hive.metastorePartitionPruningFastFallback = false
            spark.sql.hive.showCreateTableAsSerde = false
            spark.sql.hive.thriftServer.async = true
            spark.sql.hive.thriftServer.singleSession = false
            spark.sql.hive.version = 2.3.10
            spark.sql.legacy.hive.thriftServer.useZeroBasedColumnOrdinalPosition = false
            spark.sql.maven.additionalRemoteRepositories = https://maven-central.storage-download.googleapis.com/maven2/
            spark.sql.metadataCacheTTLSeconds = -1000ms
            """),
        .. Of("statements of this kind are refused", """
            spark.sql.insertIntoReplaceOn.enabled = true
            spark.sql.insertIntoReplaceUsing.enabled = true
            """),
        .. Of("timestamps are written as TIMESTAMP_MICROS, which every reader of Parquet knows", """
            spark.sql.parquet.outputTimestampType = INT96
            """),
        .. Of("`…` is a name and no pattern", """
            spark.sql.parser.quotedRegexColumnNames = false
            """),
        .. Of("a single | begins a pipe as |> does, always", """
            spark.sql.parser.singleCharacterPipeOperator.enabled = true
            """),
        .. Of("CHAR(n) is not padded when it is read", """
            spark.sql.readSideCharPadding = true
            """),
        .. Of("secrets are hidden by a pattern of the engine's own", """
            spark.sql.redaction.options.regex = (?i)url
            spark.sql.redaction.string.regex = <value of spark.redaction.string.regex>
            """),
        .. Of("there is no Thrift server", """
            spark.sql.thriftServer.catalogMetadata.enabled = false
            spark.sql.thriftServer.interruptOnCancel = <value of spark.sql.execution.interruptOnCancel>
            spark.sql.thriftServer.queryTimeout = 0ms
            spark.sql.thriftserver.scheduler.pool =
            spark.sql.thriftserver.shuffleDependency.fileCleanup.enabled = false
            spark.sql.thriftserver.ui.retainedSessions = 200
            spark.sql.thriftserver.ui.retainedStatements = 200
            """),
        .. Of("time travel is refused: tables have one version", """
            spark.sql.timeTravel.atSyntax.enabled = true
            spark.sql.timeTravelTimestampKey = timestampAsOf
            spark.sql.timeTravelVersionKey = versionAsOf
            """),
        .. Of("${name} is not replaced in statements", """
            spark.sql.variable.substitute = true
            """),
        .. Of("no code is generated", """
            spark.sql.codegen.factoryMode = FALLBACK
            spark.sql.codegen.wholeStage = true
            spark.sql.subexpressionElimination.enabled = true
            """),
        .. Of("joins are chosen by cost", """
            spark.sql.join.forceApplyShuffledHashJoin = false
            spark.sql.join.preferSortMergeJoin = true
            spark.sql.optimizeNullAwareAntiJoin = true
            """),
        .. Of("recursion always keeps its rows in memory first", """
            spark.sql.cteRecursionAnchorRowsLimitToConvertToLocalRelation = 100
            """),
        .. Of("there is one analyzer", """
            spark.sql.analyzer.singlePassResolver.dualRunWithLegacy = false
            spark.sql.legacy.parseQueryWithoutEof = false
            """),
        .. Of("what Spark did before is not there", """
            spark.sql.crossJoin.enabled = true
            spark.sql.legacy.allowParameterlessCount = false
            spark.sql.legacy.allowStarWithSingleTableIdentifierInCount = false
            spark.sql.legacy.consecutiveStringLiterals.enabled = false
            spark.sql.legacy.ctePrecedencePolicy = CORRECTED
            spark.sql.legacy.negativeIndexInArrayInsert = false
            spark.sql.legacy.nullInEmptyListBehavior =
            spark.sql.legacy.raiseErrorWithoutErrorClass = false
            spark.sql.legacy.setopsPrecedence.enabled = false
            spark.sql.legacy.timeParserPolicy = EXCEPTION
            spark.sql.optimizer.decorrelateExistsSubqueryLegacyIncorrectCountHandling.enabled = false
            spark.sql.optimizer.decorrelateSubqueryLegacyIncorrectCountHandling.enabled = false
            """),
    ];

    private static IEnumerable<Setting> Of(string reason, string rows) => Setting.Listed(rows, SettingState.WithoutEffect, reason);
}
