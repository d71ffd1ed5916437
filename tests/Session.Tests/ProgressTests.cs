using Spindle.Columnar.Vectors;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Sql.Running;
using Spindle.Testing;

namespace Spindle.Sql.Tests;

/// <summary>The line that says how far a long query is.</summary>
public class ProgressTests : Sessions
{
    private readonly ManualTime time = new();
    private readonly StringWriter shown = new();

    private ProgressTerminal Terminal => new(shown, 100);

    [Fact]
    public void A_short_query_shows_nothing()
    {
        using (var progress = new QueryProgress(Plan(), new Halfway(Plan()), Terminal, time))
            time.Advance(TimeSpan.FromSeconds(0.4));
        Assert.Equal("", shown.ToString());
        Assert.Equal(0, time.Running);
    }

    [Fact]
    public void A_long_one_is_drawn_over_itself_and_taken_away()
    {
        var plan = Plan();
        using (var progress = new QueryProgress(plan, new Halfway(plan), Terminal, time))
        {
            time.Advance(TimeSpan.FromSeconds(0.8));
            const string First = "[===============>              ]  50%  0.5 s  4,000 rows read, 2.0 KiB spilled";
            var lines = shown.ToString().Split('\r');
            Assert.Equal(["", First, First.Replace("0.5 s", "0.7 s", StringComparison.Ordinal)], lines);
        }

        Assert.EndsWith($"\r{new string(' ', 78)}\r", shown.ToString(), StringComparison.Ordinal);
        var length = shown.ToString().Length;
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(length, shown.ToString().Length);
    }

    [Theory]
    [InlineData(null, 40, "61.2 s  1,234 rows read")]
    [InlineData(0.0, 80, "[>                             ]   0%  61.2 s  1,234 rows read")]
    [InlineData(1.0, 80, "[==============================] 100%  61.2 s  1,234 rows read")]
    [InlineData(1.0, 12, "[==========")]
    public void A_line_fits_its_terminal(double? fraction, int width, string line) => Assert.Equal(line, QueryProgress.Line(fraction, TimeSpan.FromSeconds(61.2), 1234, 0, width));

    [Fact]
    public void A_session_shows_it_while_rows_are_computed_and_not_while_they_are_used()
    {
        using var session = Session.Builder().Master("local[1]").Progress(Terminal, time).Create();
        using (var rows = session.Range(100_000).Batches().GetEnumerator())
        {
            Assert.True(rows.MoveNext());
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal("", shown.ToString());
        session.Conf.Set("spark.ui.showConsoleProgress", false);
        Assert.Equal(1, session.Range(1).Count());
        Assert.Equal(0, time.Running);
    }

    private PhysicalPlan Plan() => Session.State.Compiler.Plan(Session.CreateDataFrame(Enumerable.Range(0, 10)).Analyzed);

    private sealed class Halfway(PhysicalPlan plan) : IQueryExecution
    {
        public IReadOnlyDictionary<PhysicalPlan, OperatorMetrics> Metrics { get; } = new Dictionary<PhysicalPlan, OperatorMetrics>(ReferenceEqualityComparer.Instance)
        {
            [plan] = new(4000, 2, 0, 0, 2048) { Splits = 4, SplitsRead = 2 },
        };

        public RecordBatch? Next() => null;

        public void Dispose()
        {
        }
    }
}
