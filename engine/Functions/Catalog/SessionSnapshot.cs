using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Formats.Rows;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog;

/// <summary>What analysis captures of the session, so that a plan means the same wherever and whenever it runs.</summary>
public sealed record SessionSnapshot
{
    /// <summary><see cref="EvaluationMode.Ansi"/> or <see cref="EvaluationMode.Legacy"/> (<c>spark.sql.ansi.enabled</c>).</summary>
    public EvaluationMode Mode { get; init; } = EvaluationMode.Ansi;

    /// <summary><c>spark.sql.session.timeZone</c>.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>What a function gives that makes timestamps, where its name leaves the choice: an instant, or a local time (<c>spark.sql.timestampType</c>).</summary>
    public DataType TimestampType { get; init; } = DataType.Timestamp;

    /// <summary>The statement's clock: microseconds since 1970-01-01T00:00:00Z.</summary>
    public long NowMicros { get; init; }

    public string CurrentCatalog { get; init; } = "spark_catalog";
    public string CurrentSchema { get; init; } = "default";
    public string CurrentUser { get; init; } = "";

    /// <summary><c>spark.sql.caseSensitive</c>.</summary>
    public bool CaseSensitive { get; init; }

    /// <summary><c>spark.sql.decimalOperations.allowPrecisionLoss</c>.</summary>
    public bool AllowPrecisionLoss { get; init; } = true;

    /// <summary><c>spark.sql.groupByOrdinal</c>.</summary>
    public bool GroupByOrdinal { get; init; } = true;

    /// <summary><c>spark.sql.analyzer.lowerEmptyGroupingSetToGlobalAggregate.enabled</c>: a grand total alone has its row over nothing too.</summary>
    public bool TotalOverNothing { get; init; } = true;

    /// <summary><c>spark.sql.orderByOrdinal</c>.</summary>
    public bool OrderByOrdinal { get; init; } = true;

    /// <summary><c>spark.sql.binaryOutputStyle</c>.</summary>
    public BinaryStyle BinaryStyle { get; init; } = BinaryStyle.HexDiscrete;

    /// <summary>Reads a type, or a list of columns, from SQL: the schemas of from_json and its like.</summary>
    public Func<string, DataType> ReadType { get; init; } = _ => throw new UnreachableException("no reader of types was given");

    /// <summary><c>spark.sql.legacy.javaCharsets</c>: encode and decode know further character sets.</summary>
    public bool JavaCharsets { get; init; }

    /// <summary><c>spark.sql.legacy.codingErrorAction</c>: encode and decode replace what has no place in the character set, instead of an error.</summary>
    public bool ReplacesUncodable { get; init; }

    /// <summary><c>spark.sql.groupByAliases</c>.</summary>
    public bool GroupByAliases { get; init; } = true;

    /// <summary><c>spark.sql.function.concatBinaryAsString</c>.</summary>
    public bool ConcatBinaryAsString { get; init; }

    /// <summary><c>spark.sql.function.eltOutputAsString</c>.</summary>
    public bool EltAsString { get; init; }

    /// <summary><c>spark.sql.mapKeyDedupPolicy</c> is LAST_WIN: of a key that stands twice in a map that is made, the last value stays; otherwise that is an error.</summary>
    public bool LastKeyWins { get; init; }

    /// <summary>Options of the functions of JSON, CSV and XML where a call does not give them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> DocumentOptions { get; init; } = [];

    public bool IsAnsi => Mode == EvaluationMode.Ansi;

    public StringComparison NameComparison => CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
}
