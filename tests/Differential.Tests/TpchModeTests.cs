using System.Globalization;
using Spindle.Sql;
using Spindle.Testing;
using Spindle.Tpch.Queries;

namespace Spindle.Differential.Tests;

/// <summary>The 22 TPC-H queries have the reference answers in every mode. Over the generator's own tables, at scale factor 0.01.</summary>
public sealed class TpchModeTests
{
    private const double Scale = 0.01;

    [Theory]
    [MemberData(nameof(Modes.Names), MemberType = typeof(Modes))]
    public void The_reference_answers_hold_in_every_mode(string mode)
    {
        if (TestTiers.Current == TestTier.Default)
        {
            Skipped.Say("TPC-H in every mode runs in the ci and soak tiers");
            return;
        }

        var failures = new List<string>();
        var builder = Session.Builder().Master("local[1]").Config("spindle.memory.limit", "2g").Config("spindle.tpch.scale", "0.01");
        foreach (var (key, value) in Modes.Of(mode))
            builder.Config(key, value);
        using var session = builder.Create();
        foreach (var table in new[] { "region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem" })
            session.Table("tpch." + table).CreateOrReplaceTempView(table);
        foreach (var query in Enumerable.Range(1, TpchQueries.Count))
            try
            {
                var rows = session.Sql(TpchQueries.Text(query)).Collect();
                if (ReferenceAnswers.Matches(Scale, query, [.. rows.Select(row => (IReadOnlyList<string?>)[.. row.Select(Text)])]) != true)
                    failures.Add($"q{query:00}: {rows.Count} rows that are not the reference's, first {(rows.Count > 0 ? rows[0].ToString() : "none")}");
            }
            catch (Exception e)
            {
                failures.Add($"q{query:00}: {e.GetType().Name} {e.Message}\n{e.StackTrace?.Split('\n').FirstOrDefault()}");
            }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
