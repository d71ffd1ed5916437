using Spindle.Differential.Tests.Data;
using Spindle.Differential.Tests.Queries;

namespace Spindle.Differential.Tests.Engines;

/// <summary>The random tables as Parquet files that DuckDB writes and both engines read.</summary>
public static class ParquetTables
{
    public static void Write(DuckDb duck, IReadOnlyList<RandomTable> tables, string folder)
    {
        foreach (var table in tables)
        {
            var path = Path.Combine(folder, table.Name + ".parquet");
            duck.Execute($"COPY ({table.AsQuery(Dialect.Duck)}) TO '{path}' (FORMAT parquet)");
            duck.Execute($"CREATE OR REPLACE TABLE {table.Name} AS SELECT * FROM read_parquet('{path}')");
        }
    }
}
