using Spindle.Differential.Tests.Data;
using Spindle.Differential.Tests.Queries;
using Spindle.Sql;

namespace Spindle.Differential.Tests.Engines;

/// <summary>Sessions that hold the random tables as views.</summary>
public static class Sessions
{
    /// <summary>Over Parquet files.</summary>
    public static Session Over(string folder, IReadOnlyList<RandomTable> tables, params (string Key, string Value)[] settings)
    {
        var session = Create(settings);
        foreach (var table in tables)
            session.Read.Parquet(Path.Combine(folder, table.Name + ".parquet")).CreateOrReplaceTempView(table.Name);
        return session;
    }

    /// <summary>Over literals, so that nothing else is needed.</summary>
    public static Session Over(IReadOnlyList<RandomTable> tables, params (string Key, string Value)[] settings)
    {
        var session = Create(settings);
        foreach (var table in tables)
            session.Sql(table.AsQuery(Dialect.Spark)).CreateOrReplaceTempView(table.Name);
        return session;
    }

    private static Session Create((string Key, string Value)[] settings)
    {
        var builder = Session.Builder().Master("local[1]").Config("spark.sql.session.timeZone", "UTC").Config("spindle.memory.limit", "1g");
        foreach (var (key, value) in settings)
            builder.Config(key, value);
        return builder.Create();
    }
}
