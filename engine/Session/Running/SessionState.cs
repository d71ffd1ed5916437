using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Formats.Rows;
using Spindle.Functions.Catalog;
using Spindle.Optimizer;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Sql.Caching;
using Spindle.Sql.Catalogs;
using Spindle.Sql.Objects;
using Spindle.Sql.Parsing;
using Spindle.Sql.Routines;
using Spindle.Sql.Settings;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Running;

/// <summary>What a session holds together: settings, catalog, memory, and who compiles and runs queries.</summary>
internal sealed class SessionState
{
    private readonly TimeProvider clock;
    private readonly ProgressTerminal? terminal;

    public SessionState(SessionSettings settings, MemoryBudget budget, IQueryRunner runner, int threads, TimeProvider clock, ProgressTerminal? terminal = null)
    {
        Settings = settings;
        Budget = budget;
        Runner = runner;
        Threads = threads;
        this.clock = clock;
        this.terminal = terminal;
        Catalog = new SessionCatalog(settings);
        Names = new SessionNames(() => Catalog.CurrentDatabase);
        Cache = new QueryCache(this);
        Catalog.Cached = Cache.Table;
        Compiler = new QueryCompiler(this);
    }

    public SessionSettings Settings { get; }

    public MemoryBudget Budget { get; }

    public IQueryRunner Runner { get; }

    /// <summary>What plans are made for.</summary>
    public Topology Topology { get; init; } = Topology.OneProcess;

    /// <summary>What a plan is made for under the settings as they are now.</summary>
    public Topology CurrentTopology => Topology.With(
        Settings.IsGiven(SessionSettings.ShufflePartitions) ? (int)Settings.Number(SessionSettings.ShufflePartitions)! : null,
        Settings.IsGiven(SessionSettings.BroadcastThreshold) ? Settings.Bytes(SessionSettings.BroadcastThreshold) : null);

    /// <summary>Where rows are kept whose place is not said.</summary>
    public StorageLevel CacheLevel => StorageLevels.Of(Settings.Find(SessionSettings.CacheLevel)!);

    /// <summary>The session's clock, in microseconds since 1970.</summary>
    public long NowMicros => ClrInstants.Now(clock);

    /// <summary>Worker threads of a query.</summary>
    public int Threads { get; }

    public SessionCatalog Catalog { get; }

    /// <summary>The functions that queries may call: those of the table and the user's.</summary>
    public SessionFunctions Functions { get; } = new();

    /// <summary>SQL functions and variables.</summary>
    public SessionNames Names { get; }

    public QueryCache Cache { get; }

    public QueryCompiler Compiler { get; }

    /// <summary>The queries under way.</summary>
    public RunningQueries Queries { get; } = new();

    /// <summary>The session's time zone.</summary>
    public TimeZone Zone => Settings.Zone;

    public StringComparison NameComparison => Settings.Flag(SessionSettings.CaseSensitive) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>How a statement is read.</summary>
    public ParserSettings ParserSettings(Session session, string text) => new(Zone, Settings.Flag(SessionSettings.DoubleQuotedIdentifiers))
    {
        TimestampIsLocal = TimestampIsLocal,
        HavingAsWhere = Settings.Flag("spark.sql.legacy.parser.havingWithoutGroupByAsWhere"),
        NarrowNameClause = Settings.Flag("spark.sql.legacy.identifierClause"),
        NameText = new Evaluation(session, text).NameText,
    };

    private bool TimestampIsLocal => Settings.Is(SessionSettings.TimestampType, "TIMESTAMP_NTZ");

    /// <summary>The settings that a query's meaning depends on, as they are now.</summary>
    public SessionSnapshot Snapshot() => new()
    {
        Mode = Settings.Flag(SessionSettings.AnsiEnabled) ? EvaluationMode.Ansi : EvaluationMode.Legacy,
        TimeZone = Zone.Id,
        TimestampType = TimestampIsLocal ? Columnar.Types.DataType.TimestampNtz : Columnar.Types.DataType.Timestamp,
        NowMicros = NowMicros,
        CurrentCatalog = SessionCatalog.CatalogName,
        CurrentSchema = Catalog.CurrentDatabase,
        CurrentUser = Environment.UserName,
        CaseSensitive = Settings.Flag(SessionSettings.CaseSensitive),
        AllowPrecisionLoss = Settings.Flag("spark.sql.decimalOperations.allowPrecisionLoss"),
        JavaCharsets = Settings.Flag("spark.sql.legacy.javaCharsets"),
        ReplacesUncodable = Settings.Flag("spark.sql.legacy.codingErrorAction"),
        GroupByOrdinal = Settings.Flag("spark.sql.groupByOrdinal"),
        TotalOverNothing = Settings.Flag(SessionSettings.TotalOverNothing),
        OrderByOrdinal = Settings.Flag("spark.sql.orderByOrdinal"),
        GroupByAliases = Settings.Flag(SessionSettings.GroupByAliases),
        ConcatBinaryAsString = Settings.Flag(SessionSettings.ConcatBinaryAsString),
        EltAsString = Settings.Flag(SessionSettings.EltAsString),
        LastKeyWins = Settings.Is(SessionSettings.MapKeyPolicy, "LAST_WIN"),
        DocumentOptions = FormatDefaults.OfFunctions(Settings.Find),
        ReadType = SqlParser.ParseTypeOrSchema,
        BinaryStyle = Settings.Find(SessionSettings.BinaryOutputStyle)?.ToUpperInvariant() switch
        {
            "UTF-8" or "UTF8" => BinaryStyle.Utf8,
            "BASIC" => BinaryStyle.Basic,
            "BASE64" => BinaryStyle.Base64,
            "HEX" => BinaryStyle.Hex,
            _ => BinaryStyle.HexDiscrete,
        },
    };

    /// <summary>What shows how far a query is, where somebody looks; null elsewhere.</summary>
    public QueryProgress? Progress(PhysicalPlan plan, IQueryExecution execution) =>
        terminal is not null && Settings.Flag(SessionSettings.ShowProgress) ? new QueryProgress(plan, execution, terminal, clock) : null;

    /// <summary>The settings that running a query depends on, as they are now.</summary>
    public QuerySettings QuerySettings()
    {
        var settings = new QuerySettings((int)(Settings.Number(SessionSettings.Threads) ?? Threads), (int)Settings.Number(SessionSettings.BatchRows)!)
        {
            SpillEverything = Settings.Flag(SessionSettings.SpillEverything),
            EqualHashes = Settings.Flag(SessionSettings.EqualHashes),
            Group = Queries.Tags.Group,
            Description = Queries.Tags.Description,
            Given = Settings.Given().Where(s => s.Key.StartsWith("spark.sql.", StringComparison.Ordinal)).ToValueList(),
            Pool = Queries.Tags.Pool ?? Settings.Find(SessionSettings.Pool) ?? "default",
        };
        return Settings.Find(SessionSettings.SpillFolder) is { } folder ? settings with { SpillFolder = folder } : settings;
    }
}
