using Spindle.Columnar.Errors;

namespace Spindle.Reference.Tests;

/// <summary>One golden file in a session of its own, after the tables that its statements take for granted.</summary>
internal static class GoldenRun
{
    private static readonly string[] Setup =
    [
        "CREATE TEMP VIEW testdata AS SELECT CAST(id AS INT) AS key, CAST(id AS STRING) AS value FROM range(1, 101)",
        "CREATE TEMP VIEW arraydata AS SELECT * FROM VALUES (array(1, 2, 3), array(array(1, 2, 3))), (array(2, 3, 4), array(array(2, 3, 4))) AS t(arraycol, nestedarraycol)",
        """
        CREATE TEMP VIEW mapdata AS SELECT * FROM VALUES (map(1, 'a1', 2, 'b1', 3, 'c1', 4, 'd1', 5, 'e1')), (map(1, 'a2', 2, 'b2', 3, 'c2', 4, 'd2')),
        (map(1, 'a3', 2, 'b3', 3, 'c3')), (map(1, 'a4', 2, 'b4')), (map(1, 'a5')) AS t(mapcol)
        """,
    ];

    private const string WideColumns = "unique1 int, unique2 int, two int, four int, ten int, twenty int, hundred int, thousand int, twothousand int, fivethous int, tenthous int, odd int, even int, "
        + "stringu1 string, stringu2 string, string4 string";

    private static readonly (string View, string File, string Columns)[] Files =
        [("aggtest", "agg.data", "a int, b float"), ("onek", "onek.data", WideColumns), ("tenk1", "tenk.data", WideColumns)];

    public static List<Outcome> Of(GoldenFile file, string root, string master)
    {
        using var session = new ReferenceSession(master);
        if (file.Name.StartsWith("nonansi/", StringComparison.Ordinal))
            session.Session.Conf.Set("spark.sql.ansi.enabled", "false");
        // Spark's own runner sets this for the folder; the files do not.
        if (file.Name.StartsWith("timestampNTZ/", StringComparison.Ordinal))
            session.Session.Conf.Set("spark.sql.timestampType", "TIMESTAMP_NTZ");
        foreach (var entry in GoldenFunctions.Entries)
            session.Session.State.Functions.Register(entry);
        foreach (var statement in Setup)
            session.Session.Sql(statement).Collect();
        foreach (var (view, data, columns) in Files)
            session.Session.Read.Option("sep", "\t").Schema(columns).Csv(Path.Combine(root, "data", data)).CreateOrReplaceTempView(view);
        foreach (var (key, value) in file.Settings)
        {
            try
            {
                session.Session.Conf.Set(key, value);
            }
            catch (SpindleException)
            {
                // A setting that Spindle does not have: the statements that depend on it show the difference.
            }
        }

        return [.. file.Cases.Select(session.Try)];
    }
}
