using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Rows;
using Spindle.Testing;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Sql.Tests.Logic;

/// <summary>Every .slt file in every mode. <c>UPDATE=1 dotnet test</c> rewrites what files expect by what the first mode gives; the difference is then read before it is kept.</summary>
public class LogicTests
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "Sql.Tests", "slt");

    public static TheoryData<string, string> Runs()
    {
        var runs = new TheoryData<string, string>();
        foreach (var file in Directory.GetFiles(Folder, "*.slt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            foreach (var mode in LogicMode.All)
                runs.Add(Path.GetRelativePath(Folder, file), mode.Name);
        return runs;
    }

    /// <summary>Every file over executor processes too; the quick tier says that it leaves them out.</summary>
    [Fact]
    public void EveryFileRunsOverExecutors()
    {
        var files = Directory.GetFiles(Folder, "*.slt", SearchOption.AllDirectories).Length;
        if (LogicMode.All.Any(m => m.Master == LogicMode.Cluster))
            Assert.Equal(files, Runs().Count(r => (string)r[1] == LogicMode.Cluster));
        else
            Skipped.Say($"{files} .slt files over {LogicMode.Cluster} run in the ci and soak tiers");
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void FileHolds(string file, string modeName)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        var mode = LogicMode.All.Single(m => m.Name == modeName);
        var warehouse = Directory.CreateTempSubdirectory("spindle-slt-");
        var updates = new Dictionary<int, IReadOnlyList<string>>();
        var failures = new StringBuilder();
        try
        {
            var builder = Session.Builder().Master(mode.Master).Config("spark.sql.session.timeZone", "America/Los_Angeles").Config("spark.sql.warehouse.dir", warehouse.FullName)
                .Config("spindle.tpch.scale", "0.01");
            foreach (var (key, value) in mode.Settings)
                builder.Config(key, value);
            using var session = builder.Create();
            foreach (var record in LogicFile.Parse(text))
            {
                var actual = Run(session, record);
                if (record.IsMetBy(actual))
                    continue;
                if (!record.Contains)
                    updates[record.Line] = actual;
                failures.Append($"{file}:{record.Line} ({mode})\n{record.Sql}\nexpected:\n{string.Join('\n', record.Expected)}\nactual:\n{string.Join('\n', actual)}\n\n");
            }
        }
        finally
        {
            warehouse.Delete(recursive: true);
        }

        if (Environment.GetEnvironmentVariable("UPDATE") == "1" && ReferenceEquals(mode, LogicMode.All[0]) && updates.Count > 0)
            File.WriteAllText(path, LogicFile.Updated(text, updates));
        else
            Assert.True(failures.Length == 0, failures.ToString());
    }

    private static IReadOnlyList<string> Run(Session session, LogicRecord record)
    {
        try
        {
            var frame = session.Sql(record.Sql);
            if (record.Kind != LogicKind.Query)
            {
                foreach (var _ in frame.Batches())
                {
                }

                return record.Kind == LogicKind.Ok ? [] : ["no error"];
            }

            var rows = Rows(frame, TimeZone.Find(session.Conf.Get("spark.sql.session.timeZone"))!);
            if (record.Sorted)
                rows.Sort(StringComparer.Ordinal);
            return rows;
        }
        catch (SpindleException error)
        {
            var place = error is { Origin.IsKnown: true, SqlText: { } sql } && record.Expected.Count == 1 && record.Expected[0].Contains('@')
                ? $" @ {sql[error.Origin.Start..Math.Min(error.Origin.Stop, sql.Length)]}" : "";
            return record.Kind == LogicKind.Error ? [error.ErrorClass.Name + place] : [$"error {error.ErrorClass.Name}", error.Message];
        }
        catch (Exception error) when (record.Kind != LogicKind.Ok || error is not OutOfMemoryException)
        {
            return [$"BUG {error.GetType().Name}", .. error.ToString().Split('\n').Take(12)];
        }
    }

    private static List<string> Rows(DataFrame frame, TimeZone zone)
    {
        var rows = new List<string>();
        var types = frame.Schema.Fields.Select(f => f.Type).ToArray();
        foreach (var batch in frame.Batches())
        {
            for (var row = 0; row < batch.Rows; row++)
            {
                var lane = batch.Lane(row);
                var cells = new string[types.Length];
                for (var i = 0; i < cells.Length; i++)
                {
                    var cell = CellText.Format(batch[i].Read(lane), types[i], zone).Replace("\n", "\\n", StringComparison.Ordinal);
                    cells[i] = cell.Length == 0 ? "(empty)" : cell;
                }

                rows.Add(string.Join('\t', cells));
            }
        }

        return rows;
    }
}
