namespace Spindle.Sql.Tests;

/// <summary>A session of its own for each test, over a folder of its own.</summary>
public abstract class Sessions : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spindle-session-");

    protected Sessions()
    {
        Session = Session.Builder().Master("local[2]").Config("spark.sql.session.timeZone", "UTC").Config("spark.sql.warehouse.dir", Path("warehouse")).Config("spindle.tpch.scale", "0.01").Create();
    }

    protected Session Session { get; }

    protected string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public void Dispose()
    {
        Session.Dispose();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Rows as text, sorted.</summary>
    protected static string[] Sorted(DataFrame frame) => [.. frame.Collect().Select(r => string.Join("|", r.Select(v => v switch { null => "NULL", IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture), _ => v.ToString() }))).Order(StringComparer.Ordinal)];
}
