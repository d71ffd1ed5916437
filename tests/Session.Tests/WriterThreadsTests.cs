using Spindle.Columnar.Errors;
using static Spindle.Sql.Functions;

namespace Spindle.Sql.Tests;

/// <summary>Rows are written on the threads that make them; what is to be in order, or in one file, is written by one.</summary>
public sealed class WriterThreadsTests : IDisposable
{
    private const int Rows = 1_000_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spindle-writers-");
    private readonly Session session = Session.Builder().Master("local[3]").Create();

    public void Dispose()
    {
        session.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("parquet", 3)]
    [InlineData("csv", 3)]
    [InlineData("parquet", 2)]
    public void Each_row_is_written_once_into_no_more_files_than_writers(string format, int files)
    {
        var rows = session.Range(0, Rows, 1, 12).Select(Col("id"), Concat(Lit("text "), Col("id").Cast("string")).As("text"));
        (files < 3 ? rows.Coalesce(files) : rows).Write.Format(format).Save(Path("t"));
        Assert.InRange(Files("t", format).Length, 1, files);
        var read = session.Read.Format(format).Schema("id BIGINT, text STRING").Load(Path("t"));
        var sums = read.Agg(Count(Col("text")), CountDistinct(Col("id")), Sum(Col("id")), Min(Length(Col("text"))), Max(Length(Col("text")))).Collect()[0];
        Assert.Equal([(long)Rows, (long)Rows, Rows * (Rows - 1L) / 2, 6, 11], sums.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_sorted_or_asked_for_in_one_file_is_in_its_order(bool sorted)
    {
        var rows = session.Range(0, Rows, 1, 12).Select(sorted ? (Lit(Rows - 1L) - Col("id")).As("id") : Col("id"));
        (sorted ? rows.OrderBy("id") : rows.Coalesce(1)).Write.Parquet(Path("t"));
        Assert.Single(Files("t", "parquet"));
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (long)i), session.Read.Parquet(Path("t")).Coalesce(1).Collect().Select(r => r.Get<long>(0)));
    }

    [Fact]
    public void No_rows_are_a_table_with_its_columns()
    {
        session.Range(10).Where(Col("id") < 0).Write.Parquet(Path("t"));
        var read = session.Read.Parquet(Path("t"));
        Assert.Equal(["id"], read.Columns);
        Assert.Equal(0, read.Count());
    }

    [Fact]
    public void A_row_that_fails_leaves_nothing_behind()
    {
        session.Range(10).Write.Parquet(Path("t"));
        var before = Directory.EnumerateFileSystemEntries(Path("t"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var failure = Assert.Throws<SpindleException>(() => session.Sql($"SELECT 1 div (id - {Rows / 2}) AS id FROM range(0, {Rows}, 1, 12)").Write.Mode(SaveMode.Append).Parquet(Path("t")));
        Assert.Equal("DIVIDE_BY_ZERO", failure.ErrorClass.Name);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(Path("t"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.Equal(10, session.Read.Parquet(Path("t")).Count());
    }

    private string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    private string[] Files(string name, string format) => Directory.GetFiles(Path(name), "*." + format);
}
