using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Plans.Stages;
using Spindle.Plans.UserCode;
using Spindle.Sources;

namespace Spindle.Wire.Plans;

/// <summary>Every record of the rooms below that travels, by its tag. Tags are never used twice. Driver and executors are of one version, so members may change.</summary>
internal static class WireTable
{
    public static readonly (int Tag, Type Type)[] Rows =
    [
        // Types
        (10, typeof(NullType)), (11, typeof(BooleanType)), (12, typeof(ByteType)), (13, typeof(ShortType)), (14, typeof(IntegerType)), (15, typeof(LongType)),
        (16, typeof(FloatType)), (17, typeof(DoubleType)), (18, typeof(DecimalType)), (19, typeof(StringType)), (20, typeof(CharType)), (21, typeof(VarcharType)),
        (22, typeof(BinaryType)), (23, typeof(VariantType)), (24, typeof(UserDefinedType)), (25, typeof(DateType)), (26, typeof(TimeType)), (27, typeof(TimestampType)),
        (28, typeof(TimestampNtzType)), (29, typeof(YearMonthIntervalType)), (30, typeof(DayTimeIntervalType)), (31, typeof(CalendarIntervalType)), (32, typeof(ArrayType)),
        (33, typeof(MapType)), (34, typeof(StructType)), (35, typeof(Field)),

        // Expressions
        (40, typeof(Literal)), (41, typeof(BoundReference)), (42, typeof(And)), (43, typeof(Or)), (44, typeof(Not)), (45, typeof(IsNull)), (46, typeof(IsNotNull)),
        (47, typeof(Comparison)), (48, typeof(InList)), (49, typeof(Arithmetic)), (50, typeof(Cast)), (51, typeof(Call)), (52, typeof(GetField)), (53, typeof(LambdaVariable)),
        (54, typeof(Lambda)), (55, typeof(Case)), (56, typeof(Coalesce)), (57, typeof(AggregateCall)), (58, typeof(WindowFunctionCall)), (59, typeof(WindowCall)),
        (60, typeof(GeneratorCall)), (61, typeof(SubqueryResult)), (62, typeof(Alias)), (63, typeof(ColumnReference)), (64, typeof(OuterReference)), (65, typeof(UserCall)),
        (66, typeof(SortKey)), (67, typeof(FrameBound)), (68, typeof(WindowFrame)), (69, typeof(UserDelegate)), (70, typeof(UserParameter)), (71, typeof(UserFunction)),
        (72, typeof(UserAggregate)), (73, typeof(ProgramAssembly)),

        // Plans
        (80, typeof(ScanExec)), (81, typeof(ValuesExec)), (82, typeof(RangeExec)), (83, typeof(SharedExec)), (84, typeof(FilterExec)), (85, typeof(ProjectExec)),
        (86, typeof(ExpandExec)), (87, typeof(GenerateExec)), (88, typeof(LimitExec)), (89, typeof(UnionExec)), (90, typeof(AggregateExec)), (91, typeof(HashJoinExec)),
        (92, typeof(NestedLoopJoinExec)), (93, typeof(SortExec)), (94, typeof(TopNExec)), (95, typeof(WindowExec)), (96, typeof(ShareExec)), (97, typeof(ExchangeExec)),
        (98, typeof(StageInputExec)), (99, typeof(CoalesceExec)), (102, typeof(WriteExec)), (100, typeof(NamedExpression)), (101, typeof(RuntimeFilterTarget)),
        (103, typeof(UserRowsExec)), (104, typeof(UserStep)),

        // Stages and tasks
        (110, typeof(HashPartitioning)), (111, typeof(RangePartitioning)), (112, typeof(RoundRobinPartitioning)), (113, typeof(SinglePartitioning)),
        (114, typeof(BroadcastPartitioning)), (115, typeof(PassThroughPartitioning)), (116, typeof(StagePlan)), (117, typeof(SubqueryStage)), (118, typeof(StagedQuery)),
        (119, typeof(NoInput)), (120, typeof(WholeInput)), (121, typeof(SplitsInput)), (122, typeof(RangeInput)), (123, typeof(PartitionsInput)), (124, typeof(TaskMetrics)),
        (125, typeof(WrittenFiles)), (126, typeof(QuerySettings)), (127, typeof(TaskInputs)), (128, typeof(RowsDescriptor)), (129, typeof(RowsSplit)),
        (130, typeof(OperatorMetrics)), (131, typeof(CachedDataset)), (132, typeof(NoopDescriptor)), (133, typeof(UngroupedPartitioning)),
        (134, typeof(KeyCollection)), (135, typeof(KeyDigest)), (136, typeof(KeyDigests)),
    ];
}
